package io.deltarule.cpu.layout;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.IntMemory;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.pointwise.BroadcastStrides;
import io.deltarule.op.Concat;
import io.deltarule.op.Pad;
import io.deltarule.op.Slice;
import io.deltarule.op.Transpose;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Binds the operations that move elements and compute nothing, for either element type. */
public final class LayoutKernels {
  private final WorkerPool pool;

  public LayoutKernels(WorkerPool pool) {
    this.pool = pool;
  }

  public Kernel copy(Operands operands) {
    Operand x = operands.input(0);
    int[] all = {Math.toIntExact(x.elementCount())};
    int[] along = {1};
    return new StridedCopy(pool, all, side(x, 0, along), side(operands.output(), 0, along));
  }

  public Kernel broadcast(Operands operands) {
    Operand x = operands.input(0);
    int[] strides = BroadcastStrides.of(x.type().shape(), operands.output().type().shape());
    return toWhole(side(x, 0, strides), operands.output());
  }

  public Kernel transpose(Transpose op, Operands operands) {
    int[] own = strides(operands.input(0));
    int[] strides = op.permutation().stream().mapToInt(axis -> own[axis]).toArray();
    return toWhole(side(operands.input(0), 0, strides), operands.output());
  }

  public Kernel slice(Slice op, Operands operands) {
    int[] strides = strides(operands.input(0));
    int start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += op.starts().get(axis) * strides[axis];
      strides[axis] *= op.steps().get(axis);
    }
    return toWhole(side(operands.input(0), start, strides), operands.output());
  }

  public Kernel concat(Concat op, Operands operands) {
    int[] strides = strides(operands.output());
    List<Kernel> copies = new ArrayList<>();
    int start = 0;
    for (Operand input : operands.inputs()) {
      copies.add(fromWhole(input, side(operands.output(), start, strides)));
      start += input.type().shape().dim(op.axis()) * strides[op.axis()];
    }
    Kernel[] all = copies.toArray(Kernel[]::new);
    return () -> {
      for (Kernel copy : all) {
        copy.run();
      }
    };
  }

  public Kernel pad(Pad op, Operands operands) {
    Operand y = operands.output();
    int[] strides = strides(y);
    int start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += op.before().get(axis) * strides[axis];
      strides[axis] *= op.interior().get(axis) + 1;
    }
    Kernel copy = fromWhole(operands.input(0), side(y, start, strides));
    int from = Math.toIntExact(y.offset());
    int to = from + Math.toIntExact(y.elementCount());
    if (y.memory() instanceof FloatMemory floats) {
      return () -> {
        Arrays.fill(floats.array(), from, to, (float) op.value());
        copy.run();
      };
    }
    int[] ints = ((IntMemory) y.memory()).array();
    return () -> {
      Arrays.fill(ints, from, to, (int) op.value());
      copy.run();
    };
  }

  private Kernel toWhole(StridedCopy.Side source, Operand y) {
    return new StridedCopy(pool, dims(y), source, side(y, 0, strides(y)));
  }

  private Kernel fromWhole(Operand x, StridedCopy.Side target) {
    return new StridedCopy(pool, dims(x), side(x, 0, strides(x)), target);
  }

  private static StridedCopy.Side side(Operand operand, int shift, int[] strides) {
    Object array =
        operand.memory() instanceof FloatMemory floats
            ? floats.array()
            : ((IntMemory) operand.memory()).array();
    return new StridedCopy.Side(array, Math.toIntExact(operand.offset()) + shift, strides);
  }

  private static int[] dims(Operand operand) {
    Shape shape = operand.type().shape();
    int[] dims = new int[shape.rank()];
    Arrays.setAll(dims, shape::dim);
    return dims;
  }

  private static int[] strides(Operand operand) {
    return Arrays.stream(operand.type().shape().strides()).mapToInt(Math::toIntExact).toArray();
  }
}
