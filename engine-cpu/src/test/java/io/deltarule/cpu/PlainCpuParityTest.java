package io.deltarule.cpu;

import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.parity.BackendParity;
import java.util.Map;

/** The suite over the plain loops. */
class PlainCpuParityTest extends BackendParity {
  @Override
  public Backend open(int threads) {
    return new CpuBackend(new BackendOptions(threads, Map.of(CpuBackend.SIMD, "off")));
  }
}
