package io.deltarule.cuda.pointwise;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprProgram;
import java.util.List;

/**
 * How many neighbouring elements a thread computes: as many as keep the memory busy without costing
 * so many registers that fewer threads run.
 */
final class VectorWidth {
  /** The widest: 16 bytes are one load. */
  static final int MOST = 4;

  /** Packs of this many registers for a thread's inputs and outputs leave room for the rest. */
  private static final int PACKED_REGISTERS = 32;

  /** Beyond this the arithmetic hides the memory's latency, and wide code only gets long. */
  private static final int MOST_OPERATIONS = 160;

  /** What an elementary function costs, about. */
  private static final int FUNCTION_OPERATIONS = 20;

  private VectorWidth() {}

  /**
   * The width for a kernel: 4, 2 or 1.
   *
   * @param tensors its inputs and outputs
   */
  static int choose(ExprProgram program, int tensors) {
    int operations = program.instructions().stream().mapToInt(VectorWidth::operations).sum();
    for (int width = MOST; width > 1; width /= 2) {
      if (width * tensors <= PACKED_REGISTERS && width * operations <= MOST_OPERATIONS) {
        return width;
      }
    }
    return 1;
  }

  private static int operations(Expr instruction) {
    if (instruction.operands().isEmpty()) {
      return 0;
    }
    if (instruction instanceof Expr.Unary unary) {
      return switch (unary.op()) {
        case EXP, EXPM1, LOG, LOG1P, TANH, ERF, SIN, COS, SQRT -> FUNCTION_OPERATIONS;
        default -> 1;
      };
    }
    return instruction instanceof Expr.Binary binary
        ? switch (binary.op()) {
          case POW, DIV -> FUNCTION_OPERATIONS;
          default -> 1;
        }
        : 1;
  }

  /**
   * The widest of 4, 2 and 1, up to {@code most}, that outputs can be stored with where they are
   * visited along several axes: vectors must not cross the ends of rows.
   */
  static int fitting(int most, IterationSpace space, List<View> outputs) {
    for (int width = most; width > 1; width /= 2) {
      boolean fits = space.innerDim() % width == 0;
      for (int j = 0; fits && j < outputs.size(); j++) {
        fits = movesAtOnce(width, space, outputs.get(j), j);
      }
      if (fits) {
        return width;
      }
    }
    return 1;
  }

  /** True if {@code width} neighbours of an operand are one aligned stretch of memory. */
  static boolean movesAtOnce(int width, IterationSpace space, View view, int operand) {
    return space.innerStride(operand) == 1
        && view.address() % ((long) width * Float.BYTES) == 0
        && space.outerStridesDivideBy(width, operand);
  }
}
