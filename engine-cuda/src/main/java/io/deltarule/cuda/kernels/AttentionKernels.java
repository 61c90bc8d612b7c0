package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.Arguments;
import io.deltarule.cuda.driver.Geometry;
import io.deltarule.op.Attention;
import io.deltarule.op.AttentionGradient;
import io.deltarule.tensor.Shape;

/** Launches of {@code attention.cu}. */
final class AttentionKernels {
  /** Rows of a block, and columns of a tile. */
  private static final int TILE = 32;

  /** Columns of the result that a block computes. */
  private static final int STRETCH = 128;

  private final Kernels kernels;

  AttentionKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  /** One launch, for one or more queries. */
  Kernel forward(Attention op, Operands operands) {
    if (operands.output(1).elementCount() == 0) {
      return Kernels.nothing();
    }
    Shape q = operands.input(0).type().shape();
    Arguments arguments =
        new Arguments()
            .pointer(operands.output(0))
            .pointer(operands.output(1))
            .pointer(operands.input(0))
            .pointer(operands.input(1))
            .pointer(operands.input(2));
    addBias(arguments, operands, 3);
    addSizes(arguments, operands, op.causal(), op.scale());
    return kernels.launch(
        "attention",
        geometry(q.dim(0) * q.dim(1), q.dim(2), valueWidth(operands)),
        arguments,
        operands);
  }

  /** Two launches: one over the queries, one over the keys. */
  Kernel backward(AttentionGradient op, Operands operands) {
    Shape q = operands.input(0).type().shape();
    Shape k = operands.input(1).type().shape();
    return kernels.assemble(
        assembly -> {
          if (operands.output(0).elementCount() > 0) {
            Arguments arguments = new Arguments().pointer(operands.output(0));
            addBackward(arguments, op, operands);
            Geometry geometry = geometry(q.dim(0) * q.dim(1), q.dim(2), q.dim(3));
            assembly.add(kernels.launch("attention_queries", geometry, arguments, operands));
          }
          if (operands.output(1).elementCount() > 0) {
            Arguments arguments =
                new Arguments().pointer(operands.output(1)).pointer(operands.output(2));
            addBackward(arguments, op, operands);
            int widest = Math.max(k.dim(3), valueWidth(operands));
            Geometry geometry = geometry(k.dim(0) * k.dim(1), k.dim(2), widest);
            assembly.add(kernels.launch("attention_keys", geometry, arguments, operands));
          }
        });
  }

  private static void addBackward(Arguments arguments, AttentionGradient op, Operands operands) {
    for (int input = 0; input < 6; input++) {
      arguments.pointer(operands.input(input));
    }
    addBias(arguments, operands, 6);
    addSizes(arguments, operands, op.causal(), op.scale());
  }

  /** Blocks for rows of heads, in stretches of columns of the result. */
  static Geometry geometry(int heads, int rows, int columns) {
    int blocks = Math.toIntExact((long) heads * Tiles.ceilDiv(rows, TILE));
    int stretches = Math.max(1, Tiles.ceilDiv(columns, STRETCH));
    return new Geometry(blocks, stretches, 1, Tiles.BLOCK, 1, 1, 0);
  }

  private static int valueWidth(Operands operands) {
    return operands.input(2).type().shape().dim(3);
  }

  /** The bias, if it is there, and its strides along the scores. */
  private static void addBias(Arguments arguments, Operands operands, int input) {
    if (operands.inputs().size() <= input) {
      arguments.nullPointer().int32(0).int32(0).int32(0).int32(0);
      return;
    }
    Operand bias = operands.input(input);
    Shape shape = bias.type().shape();
    long[] strides = shape.strides();
    arguments.pointer(bias);
    for (int axis = 0; axis < 4; axis++) {
      arguments.int32(shape.dim(axis) == 1 ? 0 : strides[axis]);
    }
  }

  private static void addSizes(
      Arguments arguments, Operands operands, boolean causal, double scale) {
    Shape q = operands.input(0).type().shape();
    Shape v = operands.input(2).type().shape();
    arguments
        .int32(q.dim(1))
        .int32(v.dim(1))
        .int32(q.dim(2))
        .int32(v.dim(2))
        .int32(q.dim(3))
        .int32(v.dim(3))
        .int32(causal ? 1 : 0)
        .float32((float) scale);
  }
}
