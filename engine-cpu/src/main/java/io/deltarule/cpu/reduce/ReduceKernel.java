package io.deltarule.cpu.reduce;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.op.Reduce;
import java.util.Arrays;

/** Binds reductions of the graph: along rows, across rows, or over several separate axes. */
public final class ReduceKernel {
  private ReduceKernel() {}

  public static Kernel bind(
      WorkerPool pool, Form<RowReductions> rows, Reduce op, Operands operands) {
    Operand x = operands.input(0);
    Span in = span(x);
    Span out = span(operands.output());
    AxisGroups groups = AxisGroups.of(x.type().shape(), op.axes());
    Kernel kernel = choose(pool, rows, op.kind(), groups, in, out);
    if (op.kind() != Reduce.Kind.MEAN) {
      return kernel;
    }
    float length = op.length(x.type().shape());
    return () -> {
      kernel.run();
      for (int i = out.start; i < out.start + out.count; i++) {
        out.array[i] /= length;
      }
    };
  }

  /** Consecutive elements of an array. */
  record Span(float[] array, int start, int count) {}

  private static Span span(Operand operand) {
    return new Span(
        ((FloatMemory) operand.memory()).array(),
        Math.toIntExact(operand.offset()),
        Math.toIntExact(operand.elementCount()));
  }

  private static Kernel choose(
      WorkerPool pool,
      Form<RowReductions> rows,
      Reduce.Kind kind,
      AxisGroups groups,
      Span in,
      Span out) {
    if (in.count == 0) {
      // Only sums can be over nothing.
      return () -> Arrays.fill(out.array, out.start, out.start + out.count, 0);
    }
    if (groups.reducedCount() == 0) {
      if (kind == Reduce.Kind.SUM_OF_SQUARES) {
        return new RowsReduction(pool, rows, kind, in.count, 1, in, out);
      }
      return () -> System.arraycopy(in.array, in.start, out.array, out.start, out.count);
    }
    if (groups.reducedCount() > 1) {
      return new ScatteredReduction(pool, kind, groups, in, out);
    }
    int group = groups.reduced().indexOf(true);
    int before = groups.sizeFrom(0, group);
    int length = groups.sizes().get(group);
    int after = groups.sizeFrom(group + 1, Integer.MAX_VALUE);
    return after == 1
        ? new RowsReduction(pool, rows, kind, before, length, in, out)
        : new ColumnsReduction(pool, rows, kind, before, length, after, in, out);
  }
}
