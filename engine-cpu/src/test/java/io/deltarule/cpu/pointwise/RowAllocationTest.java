package io.deltarule.cpu.pointwise;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.lower.Lowering;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.processor.Processors;
import io.deltarule.cpu.warmup.WarmUp;
import io.deltarule.expr.Derivative;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarFunction;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows of every activation, and of its derivative, allocate nothing once they are compiled: where
 * the JIT leaves a single operation of a long expression as a call, its vectors are objects.
 */
class RowAllocationTest {
  private static final int LENGTH = 512;
  private static final int RUNS = 500;

  /** How long the JIT may take to compile a row, on a machine that has other work. */
  private static final double SECONDS = 60;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @MethodSource("io.deltarule.cpu.extreme.ExtremeActivationsTest#activations")
  void compiledRowsAllocateNothing(ScalarFunction function) {
    Expr value = function.of(Expr.input(0));
    assertThat(leastAllocated(value)).as("bytes of %s", function.name()).isZero();
    Expr slope = Derivative.of(value, 0).orElseThrow().times(Expr.input(1));
    assertThat(leastAllocated(slope)).as("bytes of %s's derivative", function.name()).isZero();
  }

  /** The fewest bytes that some runs allocate, until none are or the time is up. */
  private long leastAllocated(Expr expression) {
    RowSpec spec =
        new RowSpec(
            List.of(Kind.FLOAT, Kind.FLOAT),
            List.of(false, false),
            Lowering.of(List.of(expression)));
    float[] x = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      x[i] = (i % 97 - 48) / 20f;
    }
    int[] offsets = new int[spec.operands()];
    try (WorkerPool pool = new WorkerPool(1)) {
      RowKernels kernels = new RowKernels(pool, Processors.simd().printer(), WarmUp.none());
      RowKernel row = kernels.bind(spec, x, x, new float[LENGTH]).now();
      long least = Long.MAX_VALUE;
      long deadline = System.nanoTime() + (long) (SECONDS * 1e9);
      while (least > 0 && System.nanoTime() < deadline) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < RUNS; i++) {
          row.run(offsets, LENGTH);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      return least;
    }
  }
}
