package io.deltarule.parity;

import io.deltarule.backend.Backend;
import io.deltarule.parity.reference.ReferenceBackend;

/** The reference agrees with itself: compiled and uncompiled, with guards, on repeat. */
class ReferenceParityTest extends BackendParity {
  @Override
  public Backend open(int threads) {
    return new ReferenceBackend();
  }
}
