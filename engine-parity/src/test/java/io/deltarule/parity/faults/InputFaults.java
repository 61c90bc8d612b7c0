package io.deltarule.parity.faults;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.op.Convolution;
import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.ConvolutionWeightGradient;
import io.deltarule.op.Gather;
import io.deltarule.op.GatherSum;
import io.deltarule.op.MatMul;
import io.deltarule.op.MaxPoolGradient;
import io.deltarule.op.MaxPoolSelect;
import io.deltarule.op.Op;
import io.deltarule.op.RandomFill;
import io.deltarule.op.Recurrence;
import io.deltarule.op.RecurrenceGradient;
import io.deltarule.op.Reduce;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.ScatterAddBags;
import io.deltarule.parity.faults.KernelFault.Applies;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Faults of what a kernel reads: as if some elements of an input were others. */
final class InputFaults {
  /** Makes the elements of an input others. */
  private interface Misreading {
    void misread(Op op, Shape shape, double[] elements);
  }

  /** The last input, wherever that is. */
  private static final int LAST = -1;

  private InputFaults() {}

  static List<KernelFault> all() {
    return List.of(
        misreading("last column of A left out", matMul(1), 0, InputFaults::withoutLastColumn),
        misreading("blocks of K after 16 left out", matMul(17), 0, InputFaults::firstBlockOnly),
        misreading("A rounded to 11 bits", matMul(1), 0, (op, s, x) -> round(x, 11)),
        misreading("B rounded to 8 bits", matMul(1), 1, (op, s, x) -> round(x, 8)),
        misreading("epilogue input of the next column", epilogue(), 2, InputFaults::rotate),
        misreading("last element left out", reduce(), 0, InputFaults::withoutLast),
        misreading("index off by one", is(Gather.class, 1), 1, InputFaults::nextIndex),
        misreading("index off by one", is(ScatterAdd.class, 1), 1, InputFaults::nextIndex),
        misreading("index off by one", is(GatherSum.class, 1), 1, InputFaults::nextIndex),
        misreading("index off by one", is(ScatterAddBags.class, 1), 1, InputFaults::nextIndex),
        misreading("bag's first index twice", is(GatherSum.class, 1), 1, InputFaults::firstTwice),
        misreading(
            "bag's first index twice", is(ScatterAddBags.class, 1), 1, InputFaults::firstTwice),
        misreading("last tap left out", is(Convolution.class, 1), 1, InputFaults::withoutLastTap),
        misreading(
            "last tap left out",
            is(ConvolutionInputGradient.class, 1),
            1,
            InputFaults::withoutLastTap),
        misreading(
            "last output left out",
            is(ConvolutionWeightGradient.class, 1),
            1,
            InputFaults::withoutLastTap),
        misreading("place off by one", is(MaxPoolGradient.class, 1), 1, InputFaults::nextIndex),
        misreading("place off by one", is(MaxPoolSelect.class, 1), 1, InputFaults::nextIndex),
        misreading(
            "high word of the seed ignored", is(RandomFill.class, 0), 0, (op, s, x) -> x[1] = 0),
        misreading("step ignored", is(RandomFill.class, 0), 1, (op, s, x) -> x[0] = 0),
        misreading("initial state taken for 0", is(Recurrence.class, 2), 2, InputFaults::clear),
        misreading("lengths ignored", lengths(Recurrence.class), LAST, InputFaults::lengthen),
        misreading(
            "lengths ignored", lengths(RecurrenceGradient.class), LAST, InputFaults::lengthen),
        misreading(
            "last element read as its neighbour", is(Op.class, 0), 0, InputFaults::repeatLast));
  }

  private static Applies is(Class<? extends Op> operation, int input) {
    return (op, in, out) ->
        operation.isInstance(op)
            && out.get(0).shape().elementCount() > 0
            && in.size() > input
            && in.get(input).shape().elementCount() > 0;
  }

  private static Applies lengths(Class<? extends Op> operation) {
    return (op, in, out) ->
        is(operation, 0).to(op, in, out)
            && in.get(in.size() - 1).dtype() == DType.INT32
            && in.get(in.size() - 1).shape().elementCount() > 0;
  }

  private static void clear(Op op, Shape shape, double[] x) {
    Arrays.fill(x, 0);
  }

  private static void lengthen(Op op, Shape shape, double[] x) {
    Arrays.fill(x, Integer.MAX_VALUE);
  }

  private static Applies matMul(int terms) {
    return (op, in, out) ->
        is(MatMul.class, 1).to(op, in, out) && ((MatMul) op).k(in.get(0)) >= terms;
  }

  private static Applies epilogue() {
    return (op, in, out) -> is(MatMul.class, 2).to(op, in, out);
  }

  private static Applies reduce() {
    return is(Reduce.class, 0);
  }

  private static void withoutLastColumn(Op op, Shape a, double[] x) {
    leaveOut((MatMul) op, a, x, Math.toIntExact(terms((MatMul) op, a)) - 1);
  }

  private static void firstBlockOnly(Op op, Shape a, double[] x) {
    leaveOut((MatMul) op, a, x, 16);
  }

  private static int terms(MatMul op, Shape a) {
    return a.dim(op.transposeA() ? -2 : -1);
  }

  /** Leaves out the terms from one on. */
  private static void leaveOut(MatMul op, Shape a, double[] x, int from) {
    int columns = a.dim(-1);
    int rows = a.dim(-2);
    for (int i = 0; i < x.length; i++) {
      int term = op.transposeA() ? i / columns % rows : i % columns;
      if (term >= from) {
        x[i] = 0;
      }
    }
  }

  private static void withoutLast(Op op, Shape shape, double[] x) {
    x[x.length - 1] =
        switch (((Reduce) op).kind()) {
          case SUM, SUM_OF_SQUARES, MEAN -> 0;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
        };
  }

  private static void round(double[] x, int bits) {
    Arrays.setAll(x, i -> OutputFaults.rounded(x[i], bits));
  }

  private static void rotate(Op op, Shape shape, double[] x) {
    double first = x[0];
    System.arraycopy(x, 1, x, 0, x.length - 1);
    x[x.length - 1] = first;
  }

  private static void repeatLast(Op op, Shape shape, double[] x) {
    x[x.length - 1] = x[Math.max(0, x.length - 2)];
  }

  /** Still within the table: the index before, or 1 for 0. */
  private static void nextIndex(Op op, Shape shape, double[] x) {
    Arrays.setAll(x, i -> x[i] > 0 ? x[i] - 1 : x[i]);
  }

  /** The last element of every innermost row. */
  private static void withoutLastTap(Op op, Shape shape, double[] x) {
    int length = shape.dim(-1);
    for (int last = length - 1; last < x.length; last += length) {
      x[last] = 0;
    }
  }

  /** The last index of every bag is its first. */
  private static void firstTwice(Op op, Shape shape, double[] x) {
    int length = shape.dim(-1);
    for (int first = 0; first < x.length; first += length) {
      x[first + length - 1] = x[first];
    }
  }

  /** The input is as it was when the kernel is through. */
  private static KernelFault misreading(
      String name, Applies applies, int input, Misreading misreading) {
    return new KernelFault(
        name,
        applies,
        site -> {
          Kernel right = site.right();
          List<Operand> inputs = site.operands().inputs();
          Operand operand = inputs.get(input == LAST ? inputs.size() - 1 : input);
          return () -> {
            double[] elements = Contents.read(operand);
            double[] wrong = elements.clone();
            misreading.misread(site.op(), operand.type().shape(), wrong);
            Contents.write(operand, wrong);
            right.run();
            if (!written(site.operands().outputs(), operand)) {
              Contents.write(operand, elements);
            }
          };
        });
  }

  /** True if an output lies where the input lay, and has replaced it. */
  private static boolean written(List<Operand> outputs, Operand input) {
    return outputs.stream()
        .anyMatch(y -> y.memory() == input.memory() && y.offset() == input.offset());
  }
}
