package io.deltarule.cpu.simd;

import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.simd.index.VectorRowSums;
import io.deltarule.cpu.simd.matmul.VectorMicroKernels;
import io.deltarule.cpu.simd.norm.VectorSumsOfRuns;
import io.deltarule.cpu.simd.pointwise.VectorRows;
import io.deltarule.cpu.simd.reduce.VectorRowReductions;

/** The vector form; its name is known to {@code io.deltarule.cpu.processor.Simd}. */
public final class SimdProcessor implements Processor.Source {
  public SimdProcessor() {}

  @Override
  public Processor create() {
    return new Processor(
        Lanes.COUNT + " float32 lanes",
        VectorMicroKernels.all(),
        new VectorRowReductions(),
        new VectorRowSums(),
        new VectorSumsOfRuns(),
        new VectorRows());
  }
}
