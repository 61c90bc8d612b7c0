package io.deltarule.cpu;

import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.parity.BackendParity;

/** The suite over the Vector API, at the width that the build forces or the processor has. */
class CpuParityTest extends BackendParity {
  @Override
  public Backend open(int threads) {
    return new CpuBackend(BackendOptions.standard().withThreads(threads));
  }
}
