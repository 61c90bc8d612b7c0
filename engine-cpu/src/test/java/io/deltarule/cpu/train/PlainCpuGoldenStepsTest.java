package io.deltarule.cpu.train;

import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.cpu.CpuBackend;
import io.deltarule.parity.golden.GoldenStepParity;
import java.util.Map;

/** Training over the plain loops. */
class PlainCpuGoldenStepsTest implements GoldenStepParity {
  @Override
  public Backend open(int threads) {
    return new CpuBackend(new BackendOptions(threads, Map.of(CpuBackend.SIMD, "off")));
  }
}
