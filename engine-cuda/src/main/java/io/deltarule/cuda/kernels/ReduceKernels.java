package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.Arguments;
import io.deltarule.cuda.driver.CudaMemory;
import io.deltarule.graph.TensorType;
import io.deltarule.op.ArgMax;
import io.deltarule.op.Reduce;
import io.deltarule.op.Reduce.Kind;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Launches of {@code reduce.cu}. Neighbouring reduced axes are one axis; a reduction over several
 * such axes takes one after the other, the longest first, so that what lies between is small. Long
 * columns for which there would be too few blocks are reduced in two stages.
 */
final class ReduceKernels {
  private final Kernels kernels;

  ReduceKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  /** A reduction of two or more elements to each result. */
  Kernel reduce(Reduce op, Operands operands) {
    if (operands.output().elementCount() == 0) {
      return Kernels.nothing();
    }
    List<Folded> steps = steps(op, operands.input(0).type().shape());
    float divisor = op.kind() == Kind.MEAN ? op.length(operands.input(0).type().shape()) : 1;
    return kernels.assemble(
        assembly -> {
          Sequence sequence = new Sequence(op.kind(), operands, assembly);
          for (int i = 0; i < steps.size(); i++) {
            boolean last = i == steps.size() - 1;
            sequence.add(steps.get(i), last, last ? divisor : 1);
          }
        });
  }

  /**
   * The reductions over one axis each that make up an operation, the longest axis first; axes of
   * one element need none.
   */
  static List<Folded> steps(Reduce op, Shape input) {
    Shape shape = input;
    List<Folded> steps = new ArrayList<>();
    while (true) {
      int from = -1;
      int to = -1;
      long longest = 1;
      for (int start = 0; start < shape.rank(); start++) {
        int end = start;
        long length = 1;
        while (end < shape.rank() && (op.axes().contains(end) || shape.dim(end) == 1)) {
          length *= shape.dim(end++);
        }
        if (length > longest) {
          longest = length;
          from = start;
          to = end;
        }
      }
      if (from < 0) {
        return steps;
      }
      steps.add(Folded.around(shape, from, to));
      for (int axis = from; axis < to; axis++) {
        shape = shape.with(axis, 1);
      }
    }
  }

  /** The first index of the maximum along an axis. */
  Kernel argMax(ArgMax op, Operands operands) {
    Folded folded = Folded.around(operands.input(0).type().shape(), op.axis());
    if (folded.isEmpty()) {
      return Kernels.nothing();
    }
    Pointers pointers = new Pointers(operands.input(0), operands.output());
    return isRows(folded)
        ? rows("arg_max_rows", pointers, folded, 1, operands)
        : columns("arg_max_columns", pointers, folded, folded.length(), 1, operands);
  }

  private record Pointers(Operand from, Operand to) {
    Arguments arguments() {
      return new Arguments().pointer(to).pointer(from);
    }
  }

  private static boolean isRows(Folded folded) {
    return folded.after() == 1 && folded.length() <= Tiles.LONGEST_WARP_ROW;
  }

  private Kernel rows(
      String kernel, Pointers pointers, Folded folded, float divisor, Operands what) {
    int lanes = Tiles.lanes(folded.length());
    return kernels.launch(
        kernel,
        Tiles.rows(folded.before(), lanes),
        pointers
            .arguments()
            .int32(folded.before())
            .int32(folded.length())
            .int32(lanes)
            .float32(divisor),
        what);
  }

  private Kernel columns(
      String kernel,
      Pointers pointers,
      Folded folded,
      int chunkLength,
      float divisor,
      Operands what) {
    int chunks = Tiles.ceilDiv(folded.length(), chunkLength);
    return kernels.launch(
        kernel,
        Tiles.columns(folded, chunks),
        pointers
            .arguments()
            .int32(folded.length())
            .int32(folded.after())
            .int32(chunkLength)
            .int32(chunks)
            .float32(divisor),
        what);
  }

  /** Launches in order, each reading what the one before wrote. */
  private final class Sequence {
    private final String suffix;
    private final Operands operands;
    private final Assembly assembly;
    private Operand from;

    Sequence(Kind kind, Operands operands, Assembly assembly) {
      this.assembly = assembly;
      Kind combined = kind == Kind.MEAN ? Kind.SUM : kind;
      suffix = combined.name().toLowerCase(Locale.ROOT);
      this.operands = operands;
      from = operands.input(0);
    }

    void add(Folded folded, boolean last, float divisor) {
      if (isRows(folded)) {
        Pointers pointers = new Pointers(from, target(folded, 1, last));
        assembly.add(rows("reduce_rows_" + suffix, pointers, folded, divisor, operands));
        from = pointers.to();
        return;
      }
      int chunkLength = Tiles.chunkLength(folded);
      int chunks = Tiles.ceilDiv(folded.length(), chunkLength);
      boolean whole = chunks == 1;
      Pointers pointers = new Pointers(from, target(folded, chunks, whole && last));
      assembly.add(
          columns(
              "reduce_columns_" + suffix,
              pointers,
              folded,
              chunkLength,
              whole ? divisor : 1,
              operands));
      from = pointers.to();
      if (!whole) {
        second(new Folded(folded.before(), chunks, folded.after()), last, divisor);
      }
    }

    /** The chunks' results are few enough for one stage. */
    private void second(Folded folded, boolean last, float divisor) {
      Pointers pointers = new Pointers(from, target(folded, 1, last));
      assembly.add(
          isRows(folded)
              ? rows("reduce_rows_" + suffix, pointers, folded, divisor, operands)
              : columns(
                  "reduce_columns_" + suffix,
                  pointers,
                  folded,
                  folded.length(),
                  divisor,
                  operands));
      from = pointers.to();
    }

    private Operand target(Folded folded, int chunks, boolean last) {
      if (last) {
        return operands.output();
      }
      Shape shape = Shape.of(folded.before(), chunks, folded.after());
      CudaMemory memory = assembly.scratch(DType.FLOAT32, shape.elementCount());
      return new Operand(memory, 0, new TensorType(DType.FLOAT32, shape));
    }
  }
}
