package io.deltarule.layer;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarFunction;

/**
 * The pointwise activations, each a scalar function with its derivative: symbolic where that is
 * right, stated where the symbolic one would overflow, cancel, or be wrong at a point. Saturated
 * inputs give finite values and derivatives wherever the mathematics has them.
 *
 * <p>Where a function has a corner, the derivative there is PyTorch's: ReLU has 0 at 0.
 */
public final class Activations {
  private static final Expr X = Expr.input(0);
  private static final Expr Y = Expr.input(1);
  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_SCALE = 1.0507009873554805;

  private Activations() {}

  /** The input itself. */
  public static ScalarFunction identity() {
    return ScalarFunction.of("identity", X);
  }

  /** Rectified linear unit, max(x, 0) (Nair and Hinton 2010). */
  public static ScalarFunction relu() {
    return ScalarFunction.of("relu", X.max(Expr.ZERO), step(Y, Expr.ONE, Expr.ZERO));
  }

  /** x where it is positive, slope times x elsewhere (Maas et al. 2013). */
  public static ScalarFunction leakyRelu(double slope) {
    requireFinite("leakyRelu", "slope", slope);
    return ScalarFunction.of(
        "leakyRelu(" + slope + ")",
        step(X, X, X.times(slope)),
        step(X, Expr.ONE, Expr.constant(slope)));
  }

  /** x where it is positive, alpha (exp(x) - 1) elsewhere (Clevert et al. 2016). */
  public static ScalarFunction elu(double alpha) {
    requirePositive("elu", "alpha", alpha);
    // For positive x the discarded branch would overflow, so its argument is clamped.
    Expr negative = nonPositive(X).expm1().times(alpha);
    return ScalarFunction.of(
        "elu(" + alpha + ")",
        step(X, X, negative),
        step(X, Expr.ONE, nonPositive(X).exp().times(alpha)));
  }

  /** The self-normalising unit, scale (x or alpha (exp(x) - 1)) (Klambauer et al. 2017). */
  public static ScalarFunction selu() {
    Expr negative = nonPositive(X).expm1().times(SELU_ALPHA * SELU_SCALE);
    Expr slope = nonPositive(X).exp().times(SELU_ALPHA * SELU_SCALE);
    return ScalarFunction.of(
        "selu", step(X, X.times(SELU_SCALE), negative), step(X, Expr.constant(SELU_SCALE), slope));
  }

  /**
   * max(x, 0) + min(0, alpha (exp(x / alpha) - 1)) (Barron 2017): ELU with a continuous derivative.
   */
  public static ScalarFunction celu(double alpha) {
    requirePositive("celu", "alpha", alpha);
    Expr scaled = nonPositive(X).over(alpha);
    return ScalarFunction.of(
        "celu(" + alpha + ")",
        step(X, X, scaled.expm1().times(alpha)),
        step(X, Expr.ONE, scaled.exp()));
  }

  /**
   * x Phi(x) with the normal distribution function by the error function (Hendrycks and Gimpel
   * 2016).
   */
  public static ScalarFunction gelu() {
    Expr bounded = bounded(X, 20);
    Expr cdf = bounded.times(Math.sqrt(0.5)).erf().plus(1).times(0.5);
    Expr density = bounded.square().times(-0.5).exp().times(1 / Math.sqrt(2 * Math.PI));
    // Below -20 the product is 0 to the last bit; infinity times 0 would be NaN.
    Expr value = Expr.select(X.lt(Expr.constant(-20)), Expr.ZERO, X.times(cdf));
    return ScalarFunction.of("gelu", value, cdf.plus(bounded.times(density)));
  }

  /** The tanh approximation of GELU, 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))). */
  public static ScalarFunction geluTanh() {
    double c = Math.sqrt(2 / Math.PI);
    Expr b = bounded(X, 20);
    Expr t = b.plus(b.square().times(b).times(0.044715)).times(c).tanh();
    Expr value = Expr.select(X.lt(Expr.constant(-20)), Expr.ZERO, X.times(0.5).times(t.plus(1)));
    Expr inner = b.square().times(3 * 0.044715).plus(1).times(c);
    Expr slope =
        t.plus(1).times(0.5).plus(b.times(0.5).times(Expr.ONE.minus(t.square())).times(inner));
    return ScalarFunction.of("geluTanh", value, slope);
  }

  /** The logistic function 1 / (1 + exp(-x)). */
  public static ScalarFunction sigmoid() {
    return ScalarFunction.of("sigmoid", logistic(X), Y.times(Expr.ONE.minus(Y)));
  }

  /** x sigmoid(x), also called swish (Elfwing et al. 2018). */
  public static ScalarFunction silu() {
    Expr s = logistic(X);
    // Below -1e4 the product is 0 in every precision; infinity times 0 would be NaN.
    Expr b = bounded(X, 1e4);
    Expr value = Expr.select(X.lt(Expr.constant(-1e4)), Expr.ZERO, X.times(s));
    return ScalarFunction.of("silu", value, s.times(b.times(Expr.ONE.minus(s)).plus(1)));
  }

  /** x tanh(softplus(x)) (Misra 2019). */
  public static ScalarFunction mish() {
    Expr b = bounded(X, 1e4);
    Expr t = softplusOf(b).tanh();
    Expr value = Expr.select(X.lt(Expr.constant(-1e4)), Expr.ZERO, X.times(t));
    Expr slope = b.times(logistic(b)).times(Expr.ONE.minus(t.square())).plus(t);
    return ScalarFunction.of("mish", value, slope);
  }

  /** min(max(x / 6 + 1/2, 0), 1), PyTorch's slope (Howard et al. 2019). */
  public static ScalarFunction hardSigmoid() {
    Expr line = X.over(6).plus(0.5).max(Expr.ZERO).min(Expr.ONE);
    Expr inside = X.gt(Expr.constant(-3)).and(X.lt(Expr.constant(3)));
    return ScalarFunction.of(
        "hardSigmoid", line, Expr.select(inside, Expr.constant(1.0 / 6), Expr.ZERO));
  }

  public static ScalarFunction tanh() {
    return ScalarFunction.of("tanh", X.tanh(), Expr.ONE.minus(Y.square()));
  }

  /** log(1 + exp(x)), as max(x, 0) + log1p(exp(-|x|)); its derivative is the logistic function. */
  public static ScalarFunction softplus() {
    return ScalarFunction.of("softplus", softplusOf(X), logistic(X));
  }

  /** log(sigmoid(x)) = -softplus(-x). */
  public static ScalarFunction logSigmoid() {
    return ScalarFunction.of("logSigmoid", softplusOf(X.negate()).negate(), logistic(X.negate()));
  }

  /** x / (1 + |x|). */
  public static ScalarFunction softsign() {
    Expr magnitude = X.abs();
    // |x| / (1 + |x|) is infinity over infinity at the ends; 1 - 1/(1 + |x|) is not.
    Expr large = X.sign().times(Expr.ONE.minus(Expr.ONE.over(magnitude.plus(1))));
    Expr value = Expr.select(magnitude.lt(Expr.ONE), X.over(magnitude.plus(1)), large);
    Expr root = Expr.ONE.over(magnitude.plus(1));
    return ScalarFunction.of("softsign", value, root.square());
  }

  private static Expr step(Expr x, Expr positive, Expr otherwise) {
    return Expr.select(x.gt(Expr.ZERO), positive, otherwise);
  }

  private static Expr nonPositive(Expr x) {
    return x.min(Expr.ZERO);
  }

  private static Expr bounded(Expr x, double limit) {
    return x.max(Expr.constant(-limit)).min(Expr.constant(limit));
  }

  /**
   * 1 / (1 + exp(-x)): where the exponential overflows to infinity the quotient is 0, as it should
   * be.
   */
  private static Expr logistic(Expr x) {
    return Expr.ONE.over(x.negate().exp().plus(1));
  }

  private static Expr softplusOf(Expr x) {
    return x.max(Expr.ZERO).plus(x.abs().negate().exp().log1p());
  }

  private static void requireFinite(String function, String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(function + ": " + name + " must be finite, got " + value);
    }
  }

  private static void requirePositive(String function, String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          function + ": " + name + " must be positive and finite, got " + value);
    }
  }
}
