package io.deltarule.cpu.simd;

import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.simd.index.RowSumsPiece;
import io.deltarule.cpu.simd.matmul.VectorMicroKernels;
import io.deltarule.cpu.simd.norm.SumsPiece;
import io.deltarule.cpu.simd.pointwise.VectorRows;
import io.deltarule.cpu.simd.reduce.ReductionsPiece;
import io.deltarule.cpu.warmup.WarmUp;

/** The vector form; its name is known to {@code io.deltarule.cpu.processor.Simd}. */
public final class SimdProcessor implements Processor.Source {
  public SimdProcessor() {}

  @Override
  public Processor create(WarmUp warmUp) {
    return new Processor(
        description(),
        VectorMicroKernels.all(warmUp),
        warmUp.form(new ReductionsPiece()),
        warmUp.form(new RowSumsPiece()),
        warmUp.form(new SumsPiece()),
        new VectorRows());
  }

  @Override
  public String description() {
    return Lanes.COUNT + " float32 lanes";
  }
}
