package io.deltarule.cpu;

import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.parity.graphs.RandomGraphParity;

/** Random graphs over the Vector API, at the width that the build forces or the processor has. */
class CpuRandomGraphTest implements RandomGraphParity {
  @Override
  public Backend open(int threads) {
    return new CpuBackend(BackendOptions.standard().withThreads(threads));
  }
}
