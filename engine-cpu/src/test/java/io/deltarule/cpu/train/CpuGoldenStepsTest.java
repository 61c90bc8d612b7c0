package io.deltarule.cpu.train;

import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.cpu.CpuBackend;
import io.deltarule.parity.golden.GoldenStepParity;

/** Training over the Vector API, at the width that the build forces or the processor has. */
class CpuGoldenStepsTest implements GoldenStepParity {
  @Override
  public Backend open(int threads) {
    return new CpuBackend(BackendOptions.standard().withThreads(threads));
  }
}
