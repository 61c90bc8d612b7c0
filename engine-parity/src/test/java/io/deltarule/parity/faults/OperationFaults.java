package io.deltarule.parity.faults;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprProgram;
import io.deltarule.expr.Substitution;
import io.deltarule.expr.UnaryOp;
import io.deltarule.graph.TensorType;
import io.deltarule.op.Concat;
import io.deltarule.op.LogSoftmax;
import io.deltarule.op.MatMul;
import io.deltarule.op.Op;
import io.deltarule.op.Pad;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Recurrence;
import io.deltarule.op.RecurrenceGradient;
import io.deltarule.op.RecurrentCell;
import io.deltarule.op.Reduce;
import io.deltarule.op.Reshape;
import io.deltarule.op.Slice;
import io.deltarule.op.Softmax;
import io.deltarule.op.Transpose;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Kernels that compute another operation than they should. */
final class OperationFaults {
  /** Another operation over operands of other shapes, of as many elements. */
  private record Other(Op op, List<TensorType> inputs, Optional<TensorType> output) {
    private Other(Op op, List<TensorType> inputs) {
      this(op, inputs, Optional.empty());
    }
  }

  /** Finds the wrong operation, if there is one that fits the memory of the right one. */
  private interface Mistake {
    Optional<Other> of(Op op, List<TensorType> inputs, List<TensorType> outputs);
  }

  private OperationFaults() {}

  static List<KernelFault> all() {
    return List.of(
        mistake("transposition of A ignored or made up", (op, in, out) -> transposed(op, in, 0)),
        mistake("transposition of B ignored or made up", (op, in, out) -> transposed(op, in, 1)),
        mistake("wrong axis", OperationFaults::otherAxis),
        mistake(
            "causal mask ignored or made up",
            (op, in, out) -> AttentionFaults.otherMask(op, in).map(wrong -> new Other(wrong, in))),
        mistake(
            "scale of attention off by 1e-2",
            (op, in, out) -> AttentionFaults.otherScale(op).map(wrong -> new Other(wrong, in))),
        mistake("wrong kind of reduction", OperationFaults::otherKind),
        mistake("not transposed", OperationFaults::notTransposed),
        mistake("slice one late", OperationFaults::late),
        mistake("padding one late", OperationFaults::latePadding),
        mistake(
            "window one late",
            (op, in, out) -> WindowFaults.late(op).map(other -> new Other(other, in))),
        mistake(
            "padding counted or not",
            (op, in, out) -> WindowFaults.otherCount(op).map(other -> new Other(other, in))),
        mistake("pieces joined along the first axis", OperationFaults::otherOrder),
        mistake("time runs the other way", OperationFaults::otherWay),
        mistake("tanh and ReLU exchanged", OperationFaults::otherCell),
        mistake("exp off by 1e-4 relative", OperationFaults::looseExponential),
        mistake("tanh by a rational approximation", OperationFaults::looseTanh));
  }

  private static KernelFault mistake(String name, Mistake mistake) {
    return new KernelFault(
        name,
        (op, in, out) ->
            out.get(0).shape().elementCount() > 0 && mistake.of(op, in, out).isPresent(),
        site -> {
          Operands operands = site.operands();
          Other other =
              mistake.of(site.op(), types(operands.inputs()), types(operands.outputs())).get();
          List<Operand> inputs = new ArrayList<>();
          for (int i = 0; i < operands.inputs().size(); i++) {
            Operand input = operands.input(i);
            inputs.add(new Operand(input.memory(), input.offset(), other.inputs.get(i)));
          }
          List<Operand> outputs = new ArrayList<>(operands.outputs());
          other.output.ifPresent(
              type ->
                  outputs.set(
                      0,
                      new Operand(operands.output().memory(), operands.output().offset(), type)));
          Operands reread = new Operands(operands.label(), inputs, outputs);
          return site.kernels().create(other.op, reread);
        });
  }

  private static List<TensorType> types(List<Operand> operands) {
    return operands.stream().map(Operand::type).toList();
  }

  private static Optional<Other> transposed(Op op, List<TensorType> in, int operand) {
    if (!(op instanceof MatMul product) || !isMatrix(in.get(operand).shape())) {
      return Optional.empty();
    }
    Shape shape = in.get(operand).shape();
    List<TensorType> inputs = new ArrayList<>(in);
    inputs.set(
        operand,
        in.get(operand).withShape(MatMul.batch(shape).append(shape.dim(-1), shape.dim(-2))));
    return Optional.of(
        new Other(
            new MatMul(
                product.transposeA() ^ operand == 0,
                product.transposeB() ^ operand == 1,
                product.epilogue()),
            inputs));
  }

  private static boolean isMatrix(Shape shape) {
    return shape.dim(-1) > 1 && shape.dim(-2) > 1;
  }

  private static Optional<Other> otherAxis(Op op, List<TensorType> in, List<TensorType> out) {
    for (int axis = 0; axis < in.get(0).shape().rank(); axis++) {
      Op other = null;
      if (op instanceof Reduce reduce && reduce.axes().size() == 1) {
        other = new Reduce(reduce.kind(), List.of(axis), reduce.keepDims());
      } else if (op instanceof Softmax) {
        other = new Softmax(axis);
      } else if (op instanceof LogSoftmax) {
        other = new LogSoftmax(axis);
      }
      if (other != null && !other.equals(op) && other.infer(in).equals(out)) {
        return Optional.of(new Other(other, in));
      }
    }
    return Optional.empty();
  }

  private static Optional<Other> otherKind(Op op, List<TensorType> in, List<TensorType> out) {
    if (!(op instanceof Reduce reduce) || reduce.length(in.get(0).shape()) < 2) {
      return Optional.empty();
    }
    Reduce.Kind kind =
        switch (reduce.kind()) {
          case SUM -> Reduce.Kind.MEAN;
          case MEAN, SUM_OF_SQUARES -> Reduce.Kind.SUM;
          case MAX -> Reduce.Kind.MIN;
          case MIN -> Reduce.Kind.MAX;
        };
    return Optional.of(new Other(new Reduce(kind, reduce.axes(), reduce.keepDims()), in));
  }

  private static Optional<Other> notTransposed(Op op, List<TensorType> in, List<TensorType> out) {
    return op instanceof Transpose
        ? Optional.of(new Other(new Reshape(out.get(0).shape()), in))
        : Optional.empty();
  }

  private static Optional<Other> otherWay(Op op, List<TensorType> in, List<TensorType> out) {
    if (op instanceof Recurrence sequence) {
      return Optional.of(new Other(new Recurrence(sequence.cell(), !sequence.reverse()), in));
    } else if (op instanceof RecurrenceGradient sequence) {
      Op other = new RecurrenceGradient(sequence.cell(), !sequence.reverse());
      return Optional.of(new Other(other, in));
    }
    return Optional.empty();
  }

  private static Optional<Other> otherCell(Op op, List<TensorType> in, List<TensorType> out) {
    if (op instanceof Recurrence sequence && sequence.cell().gates() == 1) {
      return Optional.of(new Other(new Recurrence(other(sequence.cell()), sequence.reverse()), in));
    } else if (op instanceof RecurrenceGradient sequence && sequence.cell().gates() == 1) {
      Op other = new RecurrenceGradient(other(sequence.cell()), sequence.reverse());
      return Optional.of(new Other(other, in));
    }
    return Optional.empty();
  }

  private static RecurrentCell other(RecurrentCell cell) {
    return cell == RecurrentCell.TANH ? RecurrentCell.RELU : RecurrentCell.TANH;
  }

  private static Optional<Other> late(Op op, List<TensorType> in, List<TensorType> out) {
    if (op instanceof Slice slice) {
      for (int axis = 0; axis < slice.ends().size(); axis++) {
        if (slice.ends().get(axis) < in.get(0).shape().dim(axis)) {
          List<Integer> starts = by(slice.starts(), axis, 1);
          List<Integer> ends = by(slice.ends(), axis, 1);
          return Optional.of(new Other(new Slice(starts, ends, slice.steps()), in));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Other> latePadding(Op op, List<TensorType> in, List<TensorType> out) {
    if (op instanceof Pad pad) {
      for (int axis = 0; axis < pad.after().size(); axis++) {
        if (pad.after().get(axis) > 0) {
          List<Integer> before = by(pad.before(), axis, 1);
          List<Integer> after = by(pad.after(), axis, -1);
          return Optional.of(new Other(new Pad(before, after, pad.interior(), pad.value()), in));
        }
      }
    }
    return Optional.empty();
  }

  private static List<Integer> by(List<Integer> numbers, int axis, int add) {
    List<Integer> changed = new ArrayList<>(numbers);
    changed.set(axis, changed.get(axis) + add);
    return changed;
  }

  /** One piece after the other, whatever the axis. */
  private static Optional<Other> otherOrder(Op op, List<TensorType> in, List<TensorType> out) {
    Shape shape = out.get(0).shape();
    if (!(op instanceof Concat concat) || in.size() < 2 || concat.axis() == 0) {
      return Optional.empty();
    }
    List<TensorType> flat = in.stream().map(OperationFaults::flat).toList();
    return shape.dim(0) > 1
        ? Optional.of(new Other(new Concat(0), flat, Optional.of(flat(out.get(0)))))
        : Optional.empty();
  }

  private static TensorType flat(TensorType type) {
    return type.withShape(Shape.of(Math.toIntExact(type.shape().elementCount())));
  }

  private static Optional<Other> looseExponential(
      Op op, List<TensorType> in, List<TensorType> out) {
    return loose(op, in, UnaryOp.EXP, part -> part.times(1 + 1e-4));
  }

  /** The first terms of Lambert's continued fraction, x (15 + x^2) / (15 + 6 x^2). */
  private static Optional<Other> looseTanh(Op op, List<TensorType> in, List<TensorType> out) {
    return loose(
        op,
        in,
        UnaryOp.TANH,
        part -> {
          Expr x = ((Expr.Unary) part).operand();
          Expr square = x.times(x);
          return x.times(square.plus(15)).over(square.times(6).plus(15));
        });
  }

  private static Optional<Other> loose(
      Op op, List<TensorType> in, UnaryOp function, UnaryOperator<Expr> approximation) {
    if (!(op instanceof Pointwise pointwise)) {
      return Optional.empty();
    }
    Map<Expr, Expr> replacements = new HashMap<>();
    for (Expr part : ExprProgram.of(pointwise.expressions()).instructions()) {
      if (part instanceof Expr.Unary unary && unary.op() == function) {
        replacements.put(part, approximation.apply(part));
      }
    }
    List<Expr> wrong = new ArrayList<>();
    for (Expr expression : pointwise.expressions()) {
      wrong.add(Substitution.replace(Substitution.inlineCalls(expression), replacements));
    }
    return replacements.isEmpty()
        ? Optional.empty()
        : Optional.of(new Other(new Pointwise(wrong), in));
  }
}
