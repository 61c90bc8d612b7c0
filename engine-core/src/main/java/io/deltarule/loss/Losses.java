package io.deltarule.loss;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarFunction;
import java.util.List;
import java.util.Optional;

/**
 * The losses of single elements, by the formulas and conventions of PyTorch where it has them. With
 * p the prediction, t the target and d = p - t.
 */
public final class Losses {
  private static final Expr P = Expr.input(0);
  private static final Expr T = Expr.input(1);
  private static final Expr D = P.minus(T);
  private static final double LOG_2 = Math.log(2);

  private Losses() {}

  /** Mean squared error, d^2. */
  public static Loss meanSquared(Reduction reduction) {
    return loss("meanSquared", D.square(), reduction);
  }

  /** Mean absolute error, |d|, with derivative 0 at 0. */
  public static Loss meanAbsolute(Reduction reduction) {
    return loss("meanAbsolute", D.abs(), reduction);
  }

  /** Huber's loss, d^2 / 2 up to |d| = delta and delta (|d| - delta / 2) beyond (Huber 1964). */
  public static Loss huber(double delta, Reduction reduction) {
    Shapes.requirePositive("huber", "delta", delta);
    Expr beyond = D.abs().minus(delta / 2).times(delta);
    Expr value = Expr.select(D.abs().le(Expr.constant(delta)), D.square().times(0.5), beyond);
    Expr slope = D.max(Expr.constant(-delta)).min(Expr.constant(delta));
    return loss("huber(" + delta + ")", value, slope, slope.negate(), reduction);
  }

  /** log(cosh(d)), by its series near 0 and |d| + log1p(exp(-2|d|)) - log 2 elsewhere. */
  public static Loss logCosh(Reduction reduction) {
    Expr a = D.abs();
    Expr square = D.square();
    Expr series = square.times(square.times(square.times(1.0 / 45).minus(1.0 / 12)).plus(0.5));
    Expr value =
        Expr.select(
            a.lt(Expr.constant(0.05)), series, a.plus(a.times(-2).exp().log1p()).minus(LOG_2));
    return loss("logCosh", value, D.tanh(), D.tanh().negate(), reduction);
  }

  /**
   * Binary cross-entropy of a probability, -(t log p + (1 - t) log(1 - p)). Logarithms are bounded
   * at -100 as in PyTorch; {@link #binaryCrossEntropyWithLogits} is the more exact form.
   */
  public static Loss binaryCrossEntropy(Reduction reduction) {
    Expr logP = bounded(P.log());
    Expr logQ = bounded(P.negate().log1p());
    Expr value = T.times(logP).plus(Expr.ONE.minus(T).times(logQ)).negate();
    Expr variance = P.times(Expr.ONE.minus(P)).max(Expr.constant(1e-12));
    return loss("binaryCrossEntropy", value, D.over(variance), logQ.minus(logP), reduction);
  }

  private static Expr bounded(Expr logarithm) {
    return logarithm.max(Expr.constant(-100));
  }

  /** Binary cross-entropy of the probability sigmoid(p), max(p, 0) - p t + log(1 + exp(-|p|)). */
  public static Loss binaryCrossEntropyWithLogits(Reduction reduction) {
    return binaryCrossEntropyWithLogits(1, reduction);
  }

  /**
   * The same with positive targets weighted: {@code -(w t log s(p) + (1 - t) log(1 - s(p)))}.
   *
   * @param positiveWeight w
   */
  public static Loss binaryCrossEntropyWithLogits(double positiveWeight, Reduction reduction) {
    Shapes.requirePositive("binaryCrossEntropyWithLogits", "positiveWeight", positiveWeight);
    Expr weight = T.times(positiveWeight - 1).plus(1);
    Expr softplus = P.abs().negate().exp().log1p().plus(P.negate().max(Expr.ZERO));
    Expr value = Expr.ONE.minus(T).times(P).plus(weight.times(softplus));
    Expr sigmoidOfMinus = Expr.ONE.over(P.exp().plus(1));
    Expr byPrediction = Expr.ONE.minus(T).minus(weight.times(sigmoidOfMinus));
    Expr byTarget = softplus.times(positiveWeight - 1).minus(P);
    return loss("binaryCrossEntropyWithLogits", value, byPrediction, byTarget, reduction);
  }

  /**
   * Kullback-Leibler divergence of a target distribution from a predicted one, t (log t - p), where
   * p are log-probabilities; 0 where t is 0. The mathematical divergence is the sum over classes:
   * with reduction SUM divide by the batch size ({@link KullbackLeibler#batchMean}), not MEAN.
   */
  public static Loss kullbackLeibler(Reduction reduction) {
    Expr value = Expr.select(T.gt(Expr.ZERO), T.times(T.log().minus(P)), Expr.ZERO);
    Expr byTarget = Expr.select(T.gt(Expr.ZERO), T.log().minus(P).plus(1), Expr.ZERO);
    return loss("kullbackLeibler", value, T.negate(), byTarget, reduction);
  }

  /** Hinge loss, max(0, 1 - t p) for targets -1 and 1 (Cortes and Vapnik 1995). */
  public static Loss hinge(Reduction reduction) {
    return loss("hinge", Expr.ONE.minus(T.times(P)).max(Expr.ZERO), reduction);
  }

  private static Loss loss(String name, Expr value, Reduction reduction) {
    return new PointwiseLoss(new ScalarFunction(name, 2, value, Optional.empty()), reduction);
  }

  private static Loss loss(
      String name, Expr value, Expr byPrediction, Expr byTarget, Reduction reduction) {
    ScalarFunction function =
        new ScalarFunction(name, 2, value, Optional.of(List.of(byPrediction, byTarget)));
    return new PointwiseLoss(function, reduction);
  }
}
