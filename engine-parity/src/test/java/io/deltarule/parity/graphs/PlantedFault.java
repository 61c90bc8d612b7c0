package io.deltarule.parity.graphs;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.op.Broadcast;
import io.deltarule.op.MatMul;
import io.deltarule.op.Op;
import io.deltarule.op.Pad;
import io.deltarule.op.Reduce;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.Softmax;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** What a wrong backend does instead of what it is asked for. */
enum PlantedFault {
  /** B is read as if it were stored as [K, N]. */
  TRANSPOSED_OPERAND_IGNORED("MatMul", 3) {
    @Override
    Kernel create(KernelFactory right, Op op, Operands operands) {
      if (!(op instanceof MatMul matmul) || !matmul.transposeB()) {
        return right.create(op, operands);
      }
      MatMul ignoring = new MatMul(matmul.transposeA(), false, matmul.epilogue());
      int rank = operands.input(1).type().shape().rank();
      return right.create(ignoring, swapped(operands, 1, rank - 2));
    }
  },
  /**
   * The elements of a reduced axis are looked for along its neighbour, perhaps in a gradient alone.
   */
  REDUCED_OVER_THE_WRONG_AXIS("Reduce|Broadcast", 3) {
    @Override
    Kernel create(KernelFactory right, Op op, Operands operands) {
      if (!(op instanceof Reduce reduce) || !reduce.axes().equals(List.of(0))) {
        return right.create(op, operands);
      }
      if (operands.input(0).type().shape().rank() < 2) {
        return right.create(op, operands);
      }
      Reduce other = new Reduce(reduce.kind(), List.of(1), reduce.keepDims());
      return right.create(other, swapped(operands, 0, 0));
    }
  },
  /** The constant of a padding is taken for 0. */
  PADDED_WITH_ZERO("Pad", 1) {
    @Override
    Kernel create(KernelFactory right, Op op, Operands operands) {
      return op instanceof Pad pad
          ? right.create(new Pad(pad.before(), pad.after(), pad.interior(), 0), operands)
          : right.create(op, operands);
    }
  },
  /** The probabilities of another axis. */
  SOFTMAX_ALONG_THE_LAST_AXIS("Softmax", 2) {
    @Override
    Kernel create(KernelFactory right, Op op, Operands operands) {
      return op instanceof Softmax
          ? right.create(new Softmax(operands.output().type().shape().rank() - 1), operands)
          : right.create(op, operands);
    }
  },
  /** The rows are added from the second on, a wrong gradient of gather. */
  FIRST_ROW_NOT_SCATTERED("ScatterAdd|Gather", 1) {
    @Override
    Kernel create(KernelFactory right, Op op, Operands operands) {
      if (!(op instanceof ScatterAdd) || operands.input(0).elementCount() == 0) {
        return right.create(op, operands);
      }
      Kernel all = right.create(op, operands);
      Operand updates = operands.input(0);
      return () -> {
        double[] first = new double[1];
        updates.memory().read(updates.offset(), first, 0, 1);
        updates.memory().write(updates.offset(), new double[1], 0, 1);
        all.run();
        updates.memory().write(updates.offset(), first, 0, 1);
      };
    }
  },
  /** One element past the end of the output is written. */
  WRITES_PAST_THE_END("Reduce|Broadcast", 2) {
    @Override
    Kernel create(KernelFactory right, Op op, Operands operands) {
      Kernel kernel = right.create(op, operands);
      Operand output = operands.output();
      if (!(op instanceof Broadcast) || !output.type().dtype().isFloating()) {
        return kernel;
      }
      return () -> {
        kernel.run();
        output.memory().write(output.offset() + output.elementCount(), new double[] {7}, 0, 1);
      };
    }
  };

  private final String shownIn;
  private final int mostOperations;

  PlantedFault(String shownIn, int mostOperations) {
    this.shownIn = shownIn;
    this.mostOperations = mostOperations;
  }

  /** The operation that the shrunk program must have. */
  String shownIn() {
    return shownIn;
  }

  /** The operations that are enough to show it. */
  int mostOperations() {
    return mostOperations;
  }

  /** The kernel of an operation; the right one unless the fault concerns it. */
  abstract Kernel create(KernelFactory right, Op op, Operands operands);

  /** The operands, but of one of them two neighbouring dimensions exchanged. */
  private static Operands swapped(Operands operands, int input, int axis) {
    Operand operand = operands.input(input);
    Shape shape = operand.type().shape();
    Shape other = shape.with(axis, shape.dim(axis + 1)).with(axis + 1, shape.dim(axis));
    List<Operand> inputs = new ArrayList<>(operands.inputs());
    inputs.set(
        input, new Operand(operand.memory(), operand.offset(), operand.type().withShape(other)));
    return new Operands(operands.label(), inputs, operands.outputs());
  }
}
