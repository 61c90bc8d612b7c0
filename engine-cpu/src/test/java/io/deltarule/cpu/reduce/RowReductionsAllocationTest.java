package io.deltarule.cpu.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.deltarule.cpu.processor.Processors;
import io.deltarule.op.Reduce;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Reductions allocate nothing once they are compiled, also where a program has used all kinds: the
 * JIT then inlines the loops of all of them into one method, and reaches its limits on the way.
 */
class RowReductionsAllocationTest {
  private static final int WARMUP = 300_000;
  private static final int RUNS = 500;

  /** The compiler may still replace code in early windows. */
  private static final int WINDOWS = 40;

  private static final int LENGTH = 3616;
  private static final int LONG = RowReductions.LONG_RUN + 616;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final RowReductions reductions = Processors.simd().reductions().now();
  private final float[] a = new float[LONG];
  private final float[] results = new float[LENGTH];
  private final float[] lanes = new float[RowReductions.LANES];

  @Test
  void rowsOfEveryKindInTurnAllocateNothing() {
    Arrays.fill(a, 0.5f);
    Reduce.Kind[] kinds = Reduce.Kind.values();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < WARMUP; i++) {
      reduce(kinds[i % kinds.length], random.nextInt(2000));
    }
    for (Reduce.Kind kind : kinds) {
      assertThat(leastAllocated(() -> reduce(kind, LENGTH))).as("bytes of %s", kind).isZero();
      assertThat(leastAllocated(() -> reduce(kind, LONG))).as("bytes of %s, long", kind).isZero();
    }
  }

  @Test
  void columnsOfEveryKindInTurnAllocateNothing() {
    Arrays.fill(a, 0.5f);
    Reduce.Kind[] kinds = Reduce.Kind.values();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < WARMUP; i++) {
      Reduce.Kind kind = kinds[i % kinds.length];
      reductions.combineRow(kind, results, 0, a, 0, random.nextInt(500));
      reductions.combineFourRows(kind, results, 0, a, 0, 501, random.nextInt(500));
    }
    for (Reduce.Kind kind : kinds) {
      assertThat(leastAllocated(() -> reductions.combineRow(kind, results, 0, a, 0, 501)))
          .as("bytes of %s", kind)
          .isZero();
      assertThat(leastAllocated(() -> reductions.combineFourRows(kind, results, 0, a, 0, 501, 501)))
          .as("bytes of rows of %s", kind)
          .isZero();
    }
  }

  private void reduce(Reduce.Kind kind, int count) {
    float result = reductions.reduce(kind, a, 0, count, lanes);
    if (Float.isNaN(result)) {
      throw new AssertionError("not a number");
    }
  }

  /** The fewest bytes that some runs allocate, of several windows. */
  private long leastAllocated(Runnable run) {
    long least = Long.MAX_VALUE;
    for (int window = 0; window < WINDOWS && least > 0; window++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < RUNS; i++) {
        run.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
