package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.DeviceCopy;
import io.deltarule.cuda.pointwise.PointwiseKernels;
import io.deltarule.cuda.pointwise.View;
import io.deltarule.op.Concat;
import io.deltarule.op.Pad;
import io.deltarule.op.Slice;
import io.deltarule.op.Transpose;
import io.deltarule.tensor.Shape;

/** Operations that only move elements: generated strided copies, and tiles for transpositions. */
final class LayoutKernels {
  private final CudaContext context;
  private final PointwiseKernels moves;
  private final TransposeKernel tiles;

  LayoutKernels(CudaContext context, PointwiseKernels moves, TransposeKernel tiles) {
    this.context = context;
    this.moves = moves;
    this.tiles = tiles;
  }

  Kernel copy(Operands operands) {
    return new DeviceCopy(context, operands.input(0), operands.output());
  }

  Kernel broadcast(Operands operands) {
    Shape shape = operands.output().type().shape();
    View from = View.broadcast(operands.input(0), shape);
    return moves.move(from, whole(operands.output()), shape, operands);
  }

  /** Axis i of the output walks along axis permutation_i of the input. */
  Kernel transpose(Transpose op, Operands operands) {
    Operand x = operands.input(0);
    long[] own = x.type().shape().strides();
    long[] strides = op.permutation().stream().mapToLong(axis -> own[axis]).toArray();
    Shape shape = operands.output().type().shape();
    Kernel tiled = tiles.create(shape, strides, operands);
    return tiled != null
        ? tiled
        : moves.move(new View(x, 0, strides), whole(operands.output()), shape, operands);
  }

  Kernel slice(Slice op, Operands operands) {
    Operand x = operands.input(0);
    long[] strides = x.type().shape().strides();
    long start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += op.starts().get(axis) * strides[axis];
      strides[axis] *= op.steps().get(axis);
    }
    Shape shape = operands.output().type().shape();
    return moves.move(new View(x, start, strides), whole(operands.output()), shape, operands);
  }

  /** One copy an input. */
  Kernel concat(Concat op, Operands operands) {
    Operand y = operands.output();
    long[] strides = y.type().shape().strides();
    return Assembly.of(
        context,
        copies -> {
          long start = 0;
          for (Operand input : operands.inputs()) {
            Shape shape = input.type().shape();
            copies.add(moves.move(whole(input), new View(y, start, strides), shape, operands));
            start += shape.dim(op.axis()) * strides[op.axis()];
          }
        });
  }

  /** The constant everywhere, then the elements. */
  Kernel pad(Pad op, Operands operands) {
    Operand y = operands.output();
    long[] strides = y.type().shape().strides();
    long start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += op.before().get(axis) * strides[axis];
      strides[axis] *= op.interior().get(axis) + 1;
    }
    Operand x = operands.input(0);
    View inside = new View(y, start, strides);
    return Assembly.of(
        context,
        assembly -> {
          assembly.add(moves.fill(op.value(), y, operands));
          assembly.add(moves.move(whole(x), inside, x.type().shape(), operands));
        });
  }

  private static View whole(Operand operand) {
    return View.broadcast(operand, operand.type().shape());
  }
}
