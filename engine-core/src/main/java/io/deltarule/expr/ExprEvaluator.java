package io.deltarule.expr;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Evaluates expressions in float64, one element at a time: what every operation means. Integers and
 * truth values (1 and 0) travel as doubles, which hold them exactly.
 */
public final class ExprEvaluator {
  private final List<Expr> instructions;
  private final int[] results;
  private final int[][] operands;
  private final double[] values;
  private final DoubleUnaryOperator rounding;

  /** An evaluator of some expressions over the same inputs. It is not safe for several threads. */
  public ExprEvaluator(List<Expr> expressions) {
    this(expressions, DoubleUnaryOperator.identity());
  }

  /**
   * An evaluator that rounds: for studies of how rounding errors grow.
   *
   * @param rounding what becomes of each floating-point result of an operation that is not exact in
   *     every precision, and of constants that are no float32
   */
  public ExprEvaluator(List<Expr> expressions, DoubleUnaryOperator rounding) {
    this.rounding = rounding;
    ExprProgram program = ExprProgram.of(expressions);
    this.instructions = program.instructions();
    this.results = program.results().stream().mapToInt(Integer::intValue).toArray();
    this.operands =
        instructions.stream()
            .map(e -> e.operands().stream().mapToInt(program::position).toArray())
            .toArray(int[][]::new);
    this.values = new double[instructions.size()];
  }

  /**
   * Evaluates the expressions.
   *
   * @param inputs the elements of the inputs, by number
   * @param outputs receives one value an expression
   */
  public void evaluate(double[] inputs, double[] outputs) {
    for (int i = 0; i < values.length; i++) {
      Expr instruction = instructions.get(i);
      double exact = value(instruction, operands[i], inputs);
      values[i] = rounds(instruction) ? rounding.applyAsDouble(exact) : exact;
    }
    for (int i = 0; i < results.length; i++) {
      outputs[i] = values[results[i]];
    }
  }

  private static boolean rounds(Expr e) {
    if (e.type() != ScalarType.FLOAT) {
      return false;
    }
    if (e instanceof Expr.Const constant) {
      return constant.value() != (float) constant.value();
    }
    if (e instanceof Expr.Unary unary) {
      return switch (unary.op()) {
        case NEG, ABS, SIGN, FLOOR -> false;
        default -> true;
      };
    }
    return e instanceof Expr.Binary binary
        && binary.op() != BinaryOp.MIN
        && binary.op() != BinaryOp.MAX;
  }

  private double value(Expr e, int[] at, double[] inputs) {
    if (e instanceof Expr.Input input) {
      return inputs[input.index()];
    }
    if (e instanceof Expr.Const constant) {
      return constant.value();
    }
    if (e instanceof Expr.IntConst constant) {
      return constant.value();
    }
    if (e instanceof Expr.Select) {
      return values[at[0]] != 0 ? values[at[1]] : values[at[2]];
    }
    if (e instanceof Expr.Unary unary) {
      double x = unary(unary.op(), values[at[0]]);
      // Negating the smallest integer wraps around.
      return unary.type() == ScalarType.INT ? (int) (long) x : x;
    }
    if (e instanceof Expr.Binary binary) {
      double a = values[at[0]];
      double b = values[at[1]];
      return binary.type() == ScalarType.INT
          ? integer(binary.op(), (int) a, (int) b)
          : binary(binary.op(), a, b);
    }
    throw new IllegalArgumentException("expression " + e + " was not inlined");
  }

  /** Integer arithmetic wraps around at 32 bits. */
  private static double integer(BinaryOp op, int a, int b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      default -> throw new IllegalArgumentException("operation " + op + " gives no integer");
    };
  }

  private static double unary(UnaryOp op, double x) {
    return switch (op) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case FLOOR -> Math.floor(x);
      case SQRT -> Math.sqrt(x);
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case LOG -> Math.log(x);
      case LOG1P -> Math.log1p(x);
      case TANH -> Math.tanh(x);
      case ERF -> ErrorFunction.erf(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case IS_FINITE -> Double.isFinite(x) ? 1 : 0;
      case NOT -> x == 0 ? 1 : 0;
      case TO_FLOAT -> x;
    };
  }

  private static double binary(BinaryOp op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case POW -> Math.pow(a, b);
      case LT -> a < b ? 1 : 0;
      case LE -> a <= b ? 1 : 0;
      case GT -> a > b ? 1 : 0;
      case GE -> a >= b ? 1 : 0;
      case EQ -> a == b ? 1 : 0;
      case NE -> a != b ? 1 : 0;
      case AND -> a != 0 && b != 0 ? 1 : 0;
      case OR -> a != 0 || b != 0 ? 1 : 0;
    };
  }
}
