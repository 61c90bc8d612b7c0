package io.deltarule.cpu.pointwise;

import java.lang.invoke.MethodHandles;

/** Prints rows as scalar loops, for machines without the Vector API. */
public final class ScalarRows implements RowKernels.Printer {
  public ScalarRows() {}

  @Override
  public byte[] print(RowSpec spec) {
    return RowEmitter.print("io/deltarule/cpu/pointwise", spec);
  }

  @Override
  public MethodHandles.Lookup lookup() {
    return MethodHandles.lookup();
  }
}
