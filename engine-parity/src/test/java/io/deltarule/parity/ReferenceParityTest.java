package io.deltarule.parity;

import io.deltarule.backend.Backend;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.tensor.DType;
import org.junit.jupiter.api.Tag;

/** The reference agrees with itself: compiled and uncompiled, with guards, on repeat. */
@Tag("any-jdk")
class ReferenceParityTest extends BackendParity {
  @Override
  public Backend open(int threads) {
    return new ReferenceBackend();
  }

  /**
   * Adam and its kin use the largest share of their bounds: PyTorch takes 1 - beta^t as it stands,
   * which cancels, the engine expm1.
   */
  @Override
  public DType precision() {
    return DType.FLOAT64;
  }
}
