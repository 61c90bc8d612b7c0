package io.deltarule.cpu.simd.pointwise;

import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.pointwise.RowSpec;
import java.lang.invoke.MethodHandles;

/** Prints rows with a vector loop, for {@link RowKernels}. */
public final class VectorRows implements RowKernels.Printer {
  public VectorRows() {}

  @Override
  public byte[] print(RowSpec spec) {
    return VectorRowEmitter.print(spec);
  }

  @Override
  public boolean hasVectors(RowSpec spec) {
    return spec.program().isVectorizable();
  }

  @Override
  public MethodHandles.Lookup lookup() {
    return MethodHandles.lookup();
  }
}
