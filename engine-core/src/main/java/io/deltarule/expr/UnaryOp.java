package io.deltarule.expr;

/**
 * Scalar operations of one operand. Floating-point ones follow IEEE 754 and {@link Math}: NaN gives
 * NaN, and {@code log(-1)} and {@code sqrt(-1)} are NaN.
 */
public enum UnaryOp {
  /** -x, of a float or an int. */
  NEG("-"),
  /** |x|, of a float or an int. */
  ABS("abs"),
  /** -1, 0 or 1 with the sign of x; keeps signed zeros and NaN. */
  SIGN("sign"),
  /** The largest integer not above x. */
  FLOOR("floor"),
  SQRT("sqrt"),
  EXP("exp"),
  /** exp(x) - 1, accurate near 0. */
  EXPM1("expm1"),
  /** The natural logarithm. */
  LOG("log"),
  /** log(1 + x), accurate near 0. */
  LOG1P("log1p"),
  TANH("tanh"),
  /** The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
  ERF("erf"),
  SIN("sin"),
  COS("cos"),
  /** True unless x is NaN or infinite. */
  IS_FINITE("isFinite"),
  /** Logical negation. */
  NOT("!"),
  /** The float nearest to an int. */
  TO_FLOAT("float");

  private final String symbol;

  UnaryOp(String symbol) {
    this.symbol = symbol;
  }

  /** How the operation prints. */
  public String symbol() {
    return symbol;
  }

  ScalarType resultType(ScalarType operand) {
    boolean legal =
        switch (this) {
          case NEG, ABS -> operand != ScalarType.BOOL;
          case NOT -> operand == ScalarType.BOOL;
          case TO_FLOAT -> operand == ScalarType.INT;
          default -> operand == ScalarType.FLOAT;
        };
    if (!legal) {
      throw new IllegalArgumentException("expression " + symbol + " is not defined on " + operand);
    }
    return switch (this) {
      case IS_FINITE, NOT -> ScalarType.BOOL;
      case TO_FLOAT -> ScalarType.FLOAT;
      default -> operand;
    };
  }
}
