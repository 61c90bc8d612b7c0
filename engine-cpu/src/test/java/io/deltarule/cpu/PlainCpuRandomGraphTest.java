package io.deltarule.cpu;

import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.parity.graphs.RandomGraphParity;
import java.util.Map;

/** Random graphs over the plain loops. */
class PlainCpuRandomGraphTest implements RandomGraphParity {
  @Override
  public Backend open(int threads) {
    return new CpuBackend(new BackendOptions(threads, Map.of(CpuBackend.SIMD, "off")));
  }
}
