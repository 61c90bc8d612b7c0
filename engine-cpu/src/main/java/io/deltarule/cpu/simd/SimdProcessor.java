package io.deltarule.cpu.simd;

import io.deltarule.cpu.Processor;
import io.deltarule.cpu.simd.matmul.VectorMicroKernels;
import io.deltarule.cpu.simd.pointwise.VectorRows;
import io.deltarule.cpu.simd.reduce.VectorRowReductions;

/** The vector form; its name is known to {@code io.deltarule.cpu.Simd}. */
public final class SimdProcessor implements Processor.Source {
  public SimdProcessor() {}

  @Override
  public Processor create() {
    return new Processor(
        Lanes.COUNT + " float32 lanes",
        VectorMicroKernels.create(),
        new VectorRowReductions(),
        new VectorRows());
  }
}
