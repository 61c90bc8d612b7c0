package io.deltarule.expr;

/** Scalar operations of two operands of one type. */
public enum BinaryOp {
  ADD("+"),
  SUB("-"),
  MUL("*"),
  /** Division of floats. */
  DIV("/"),
  /** The smaller one; NaN if either is NaN, and -0 is smaller than 0. */
  MIN("min"),
  /** The larger one; NaN if either is NaN, and 0 is larger than -0. */
  MAX("max"),
  /** x to the power y, of floats, with the special cases of {@link Math#pow}. */
  POW("pow"),
  LT("<"),
  LE("<="),
  GT(">"),
  GE(">="),
  EQ("=="),
  NE("!="),
  AND("&&"),
  OR("||");

  private final String symbol;

  BinaryOp(String symbol) {
    this.symbol = symbol;
  }

  /** How the operation prints. */
  public String symbol() {
    return symbol;
  }

  /** True for the six comparisons, whose result is a truth value. */
  public boolean isComparison() {
    return switch (this) {
      case LT, LE, GT, GE, EQ, NE -> true;
      default -> false;
    };
  }

  ScalarType resultType(ScalarType a, ScalarType b) {
    boolean legal =
        a == b
            && switch (this) {
              case AND, OR -> a == ScalarType.BOOL;
              case DIV, POW -> a == ScalarType.FLOAT;
              default -> a != ScalarType.BOOL;
            };
    if (!legal) {
      throw new IllegalArgumentException(
          "expression "
              + symbol
              + " is not defined on "
              + a
              + " and "
              + b
              + "; convert one with toFloat()");
    }
    return isComparison() ? ScalarType.BOOL : a;
  }
}
