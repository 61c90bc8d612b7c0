package io.deltarule.parity.graphs;

import io.deltarule.backend.Backend;
import io.deltarule.parity.reference.ReferenceBackend;

/** The reference agrees with itself on random graphs, whatever the compiler does to them. */
class ReferenceRandomGraphTest implements RandomGraphParity {
  @Override
  public Backend open(int threads) {
    return new ReferenceBackend();
  }
}
