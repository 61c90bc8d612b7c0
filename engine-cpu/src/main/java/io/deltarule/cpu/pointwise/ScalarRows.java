package io.deltarule.cpu.pointwise;

import java.lang.invoke.MethodHandles;
import java.util.Optional;

/** Prints rows as scalar loops, for machines without the Vector API. */
public final class ScalarRows implements RowKernels.Printer {
  public ScalarRows() {}

  @Override
  public Optional<byte[]> print(RowSpec spec) {
    return RowEmitter.print("io/deltarule/cpu/pointwise", spec);
  }

  @Override
  public MethodHandles.Lookup lookup() {
    return MethodHandles.lookup();
  }
}
