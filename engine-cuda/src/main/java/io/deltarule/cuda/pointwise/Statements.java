package io.deltarule.cuda.pointwise;

import io.deltarule.expr.BinaryOp;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprProgram;
import io.deltarule.expr.ScalarType;
import io.deltarule.expr.UnaryOp;
import java.util.ArrayList;
import java.util.List;

/**
 * Expressions as CUDA C: one statement an instruction, {@code const float t3 = t1 * t2;}. The
 * functions that it calls are CUDA's accurate ones and those of {@code pointwise.cuh}.
 */
final class Statements {
  private final ExprProgram program;
  private final List<String> lines = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /** Prints a program whose input number i is read as {@code v<i>.lane[k]}. */
  Statements(ExprProgram program) {
    this.program = program;
    for (Expr instruction : program.instructions()) {
      add(instruction);
    }
  }

  /** The statements, without indentation. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** What the value of an expression is called. */
  String result(int expression) {
    return names.get(program.results().get(expression));
  }

  /** Constants are written where they are used; everything else gets a name. */
  private void add(Expr instruction) {
    if (instruction instanceof Expr.Const constant) {
      names.add(literal((float) constant.value()));
    } else if (instruction instanceof Expr.IntConst constant) {
      names.add(literal(constant.value()));
    } else {
      String name = "t" + names.size();
      lines.add(
          "const " + type(instruction.type()) + " " + name + " = " + value(instruction) + ";");
      names.add(name);
    }
  }

  /** The C type of a scalar. */
  static String type(ScalarType type) {
    return switch (type) {
      case FLOAT -> "float";
      case INT -> "int";
      case BOOL -> "bool";
    };
  }

  private String value(Expr instruction) {
    if (instruction instanceof Expr.Input input) {
      return "v" + input.index() + ".lane[k]";
    }
    if (instruction instanceof Expr.Unary unary) {
      return unary(unary.op(), unary.type(), name(unary.operand()));
    }
    if (instruction instanceof Expr.Binary binary) {
      boolean integers = binary.left().type() == ScalarType.INT;
      return binary(binary.op(), integers, name(binary.left()), name(binary.right()));
    }
    if (instruction instanceof Expr.Select select) {
      return name(select.condition())
          + " ? "
          + name(select.whenTrue())
          + " : "
          + name(select.whenFalse());
    }
    throw new IllegalArgumentException("expression " + instruction + " was not inlined");
  }

  private String name(Expr operand) {
    return names.get(program.position(operand));
  }

  private static String unary(UnaryOp op, ScalarType type, String x) {
    boolean integer = type == ScalarType.INT;
    return switch (op) {
      case NEG -> integer ? "subtract(0, " + x + ")" : "-" + x;
      case ABS -> call(integer ? "absolute" : "fabsf", x);
      case SIGN -> call("sign", x);
      case FLOOR -> call("floorf", x);
      case SQRT -> call("sqrtf", x);
      case EXP -> call("expf", x);
      case EXPM1 -> call("expm1f", x);
      case LOG -> call("logf", x);
      case LOG1P -> call("log1pf", x);
      case TANH -> call("tanhf", x);
      case ERF -> call("erff", x);
      case SIN -> call("sinf", x);
      case COS -> call("cosf", x);
      case IS_FINITE -> call("is_finite", x);
      case NOT -> "!" + x;
      case TO_FLOAT -> "static_cast<float>(" + x + ")";
    };
  }

  private static String binary(BinaryOp op, boolean integers, String a, String b) {
    String pair = a + ", " + b;
    return switch (op) {
      case ADD -> integers ? call("add", pair) : a + " + " + b;
      case SUB -> integers ? call("subtract", pair) : a + " - " + b;
      case MUL -> integers ? call("multiply", pair) : a + " * " + b;
      case DIV -> a + " / " + b;
      case MIN -> call("minimum", pair);
      case MAX -> call("maximum", pair);
      case POW -> call("power", pair);
      case LT, LE, GT, GE, EQ, NE -> a + " " + op.symbol() + " " + b;
      case AND -> a + " & " + b;
      case OR -> a + " | " + b;
    };
  }

  private static String call(String function, String arguments) {
    return function + "(" + arguments + ")";
  }

  /** Hexadecimal, so that no decimal conversion can round it; negative ones in parentheses. */
  static String literal(float value) {
    if (Float.isNaN(value) || Float.isInfinite(value)) {
      return "__int_as_float(0x" + Integer.toHexString(Float.floatToIntBits(value)) + ")";
    }
    String text = Float.toHexString(Math.abs(value)) + "f";
    return Float.floatToRawIntBits(value) < 0 ? "(-" + text + ")" : text;
  }

  /** The smallest integer has no literal of its own in C. */
  static String literal(int value) {
    if (value == Integer.MIN_VALUE) {
      return "(-2147483647 - 1)";
    }
    return value < 0 ? "(" + value + ")" : Integer.toString(value);
  }
}
