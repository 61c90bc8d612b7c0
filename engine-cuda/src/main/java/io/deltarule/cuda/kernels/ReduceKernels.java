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
import java.util.List;
import java.util.Locale;

/**
 * Launches of {@code reduce.cu}: one for each {@link ReduceStage}. Long columns for which there
 * would be too few blocks are reduced in two stages.
 */
final class ReduceKernels {
  private final Kernels kernels;

  ReduceKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Bytes of scratch memory that {@link #reduce} takes. */
  static long scratchBytes(Reduce op, Shape input) {
    return ReduceStage.scratchElements(ReduceStage.of(op, input)) * Float.BYTES;
  }

  /** A reduction of two or more elements to each result. */
  Kernel reduce(Reduce op, Operands operands) {
    if (operands.output().elementCount() == 0) {
      return Kernels.nothing();
    }
    Shape input = operands.input(0).type().shape();
    List<ReduceStage> stages = ReduceStage.of(op, input);
    float divisor = op.kind() == Kind.MEAN ? op.length(input) : 1;
    return kernels.assemble(
        assembly -> {
          long elements = ReduceStage.scratchElements(stages);
          CudaMemory scratch = elements == 0 ? null : assembly.scratch(DType.FLOAT32, elements);
          Operand from = operands.input(0);
          long used = 0;
          for (int i = 0; i < stages.size(); i++) {
            ReduceStage stage = stages.get(i);
            boolean last = i == stages.size() - 1;
            Operand to = last ? operands.output() : results(scratch, used, stage);
            used += stage.results();
            assembly.add(
                launch(op.kind(), new Pointers(from, to), stage, last ? divisor : 1, operands));
            from = to;
          }
        });
  }

  private static Operand results(CudaMemory scratch, long offset, ReduceStage stage) {
    Folded folded = stage.folded();
    Shape shape = Shape.of(folded.before(), stage.chunks(), folded.after());
    return new Operand(scratch, offset, new TensorType(DType.FLOAT32, shape));
  }

  private Kernel launch(
      Kind kind, Pointers pointers, ReduceStage stage, float divisor, Operands what) {
    Kind combined = kind == Kind.MEAN ? Kind.SUM : kind;
    String suffix = combined.name().toLowerCase(Locale.ROOT);
    return stage.isRows()
        ? rows("reduce_rows_" + suffix, pointers, stage.folded(), divisor, what)
        : columns("reduce_columns_" + suffix, pointers, stage, divisor, what);
  }

  /** The first index of the maximum along an axis. */
  Kernel argMax(ArgMax op, Operands operands) {
    Folded folded = Folded.around(operands.input(0).type().shape(), op.axis());
    if (folded.isEmpty()) {
      return Kernels.nothing();
    }
    Pointers pointers = new Pointers(operands.input(0), operands.output());
    ReduceStage whole = new ReduceStage(folded, folded.length());
    return whole.isRows()
        ? rows("arg_max_rows", pointers, folded, 1, operands)
        : columns("arg_max_columns", pointers, whole, 1, operands);
  }

  private record Pointers(Operand from, Operand to) {
    Arguments arguments() {
      return new Arguments().pointer(to).pointer(from);
    }
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
      String kernel, Pointers pointers, ReduceStage stage, float divisor, Operands what) {
    Folded folded = stage.folded();
    return kernels.launch(
        kernel,
        Tiles.columns(folded, stage.chunks()),
        pointers
            .arguments()
            .int32(folded.length())
            .int32(folded.after())
            .int32(stage.chunkLength())
            .int32(stage.chunks())
            .float32(divisor),
        what);
  }
}
