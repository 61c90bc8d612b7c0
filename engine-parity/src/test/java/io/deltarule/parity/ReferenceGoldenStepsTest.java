package io.deltarule.parity;

import io.deltarule.backend.Backend;
import io.deltarule.parity.golden.GoldenStepParity;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.tensor.DType;

/**
 * The reference trains as PyTorch does in float64. Adam and its kin use the largest share of their
 * bounds: PyTorch takes 1 - beta^t as it stands, which cancels, the engine expm1.
 */
class ReferenceGoldenStepsTest implements GoldenStepParity {
  @Override
  public Backend open(int threads) {
    return new ReferenceBackend();
  }

  @Override
  public DType precision() {
    return DType.FLOAT64;
  }
}
