package io.deltarule.optim;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Value;

/** The links that optimizers are made of. With g the incoming update and p the parameters. */
public final class Transformations {
  private static final Expr A = Expr.input(0);
  private static final Expr B = Expr.input(1);

  private Transformations() {}

  /** -lr g: what is added to the parameters. The last link of most chains. */
  public static Transformation scaleByLearningRate() {
    return (context, g) -> g.mul(context.learningRate().neg());
  }

  /** g + decay p for the parameters that decay, g for the others. */
  public static Transformation addDecayedWeights(double decay) {
    requireRange("addDecayedWeights", "decay", decay, 0, Double.MAX_VALUE);
    return (context, g) ->
        context.decays() && decay != 0 ? g.add(context.parameters().mul(decay)) : g;
  }

  /** Every element brought into [-limit, limit]. */
  public static Transformation clipByValue(double limit) {
    requireRange("clipByValue", "limit", limit, Double.MIN_VALUE, Double.MAX_VALUE);
    Expr clipped = A.max(Expr.constant(-limit)).min(Expr.constant(limit));
    return (context, g) -> g.pointwise(clipped);
  }

  /**
   * g min(1, limit / (|gradient| + 1e-6)), with the norm of the gradient of all parameters together
   * (Pascanu et al. 2013; the small constant is PyTorch's). Use it as the first link.
   */
  public static Transformation clipByGlobalNorm(double limit) {
    requireRange("clipByGlobalNorm", "limit", limit, Double.MIN_VALUE, Double.MAX_VALUE);
    Expr factor = Expr.constant(limit).over(A.plus(1e-6)).min(Expr.ONE);
    return (context, g) -> g.mul(context.gradientNorm().pointwise(factor));
  }

  /** b = momentum b + g, starting at 0; gives b, or g + momentum b for Nesterov's form. */
  public static Transformation trace(double momentum, boolean nesterov) {
    requireRange("trace", "momentum", momentum, 0, 1);
    return (context, g) -> {
      UpdateContext.Slot buffer = context.slot("momentum", 0);
      Value next = buffer.value().mul(momentum).add(g);
      buffer.assign(next);
      return nesterov ? g.add(next.mul(momentum)) : next;
    };
  }

  /** s = s + g^2; gives g / (sqrt(s) + epsilon). */
  public static Transformation scaleByAdaGrad(double initialSum, double epsilon) {
    requireRange("scaleByAdaGrad", "initialSum", initialSum, 0, Float.MAX_VALUE);
    requireEpsilon("scaleByAdaGrad", epsilon);
    return (context, g) -> {
      UpdateContext.Slot sum = context.slot("sum", initialSum);
      Value next = sum.value().add(g.square());
      sum.assign(next);
      return g.pointwise(A.over(B.sqrt().plus(epsilon)), next);
    };
  }

  /**
   * v = decay v + (1 - decay) g^2; gives g / (sqrt(v) + epsilon), or with the variance about the
   * mean m = decay m + (1 - decay) g in the root if centred (Graves 2013).
   */
  public static Transformation scaleByRms(double decay, double epsilon, boolean centred) {
    requireRange("scaleByRms", "decay", decay, 0, 1);
    requireEpsilon("scaleByRms", epsilon);
    return (context, g) -> {
      UpdateContext.Slot squares = context.slot("squares", 0);
      Value v = average(squares.value(), g.square(), decay);
      squares.assign(v);
      Value variance = v;
      if (centred) {
        UpdateContext.Slot mean = context.slot("mean", 0);
        Value m = average(mean.value(), g, decay);
        mean.assign(m);
        // Under a constant gradient the two are equal but for rounding.
        variance = v.sub(m.square()).pointwise(A.max(Expr.ZERO));
      }
      return g.pointwise(A.over(B.sqrt().plus(epsilon)), variance);
    };
  }

  /**
   * Adam's direction, {@code (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)} with the
   * moving averages m of g and v of g^2.
   */
  public static Transformation scaleByAdam(double beta1, double beta2, double epsilon) {
    requireBeta("scaleByAdam", "beta1", beta1);
    requireBeta("scaleByAdam", "beta2", beta2);
    requireEpsilon("scaleByAdam", epsilon);
    // Divided by once a step, not once an element: a vector's division takes as long as ten sums.
    Expr direction = A.times(Expr.input(2)).over(B.times(Expr.input(3)).sqrt().plus(epsilon));
    return (context, g) -> {
      UpdateContext.Slot moment1 = context.slot("moment1", 0);
      UpdateContext.Slot moment2 = context.slot("moment2", 0);
      Value m = average(moment1.value(), g, beta1);
      Value v = average(moment2.value(), g.square(), beta2);
      moment1.assign(m);
      moment2.assign(v);
      Value correction1 = biasCorrection(beta1, context.step());
      Value correction2 = biasCorrection(beta2, context.step());
      return m.pointwise(direction, v, correction1, correction2);
    };
  }

  /** The sign of beta1 m + (1 - beta1) g; then m = beta2 m + (1 - beta2) g. */
  public static Transformation scaleByLion(double beta1, double beta2) {
    requireRange("scaleByLion", "beta1", beta1, 0, 1);
    requireRange("scaleByLion", "beta2", beta2, 0, 1);
    return (context, g) -> {
      UpdateContext.Slot moment = context.slot("moment1", 0);
      Value direction = average(moment.value(), g, beta1).pointwise(A.sign());
      moment.assign(average(moment.value(), g, beta2));
      return direction;
    };
  }

  /**
   * Leaves the updates as they are and keeps an exponential moving average of the weights after
   * them, e = decay e + (1 - decay) (p + g), in the slot {@code ema} (Polyak and Juditsky 1992).
   * Use it as the last link.
   */
  public static Transformation averageWeights(double decay) {
    requireRange("averageWeights", "decay", decay, 0, 1);
    return (context, g) -> {
      UpdateContext.Slot ema = context.slotFromParameters("ema");
      ema.assign(average(ema.value(), context.parameters().add(g), decay));
      return g;
    };
  }

  /** decay old + (1 - decay) new. */
  static Value average(Value old, Value next, double decay) {
    return old.mul(decay).add(next.mul(1 - decay));
  }

  /**
   * 1 - beta^t without cancellation, as -expm1(t log beta), the logarithm taken in float64. In
   * float32 the plain form loses five digits of 1 - 0.999 at the first step.
   */
  static Value oneMinusPower(double beta, Value t) {
    if (beta == 0) {
      return t.graph().constant(1);
    }
    return t.pointwise(A.times(Math.log(beta)).expm1().negate());
  }

  /** 1 / (1 - beta^t): what a moving average that began at 0 is multiplied by. */
  static Value biasCorrection(double beta, Value t) {
    return oneMinusPower(beta, t).pointwise(Expr.ONE.over(A));
  }

  static void requireRange(String who, String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          who + ": " + name + " must be from " + low + " to " + high + ", got " + value);
    }
  }

  /** A moving average that is corrected for its start; 1 would divide by zero. */
  static void requireBeta(String who, String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          who + ": " + name + " must be 0 or more and below 1, got " + value);
    }
  }

  /** An element without a gradient would be 0 / 0 if epsilon were 0, also when rounded to float. */
  static void requireEpsilon(String who, double epsilon) {
    requireRange(who, "epsilon", epsilon, Float.MIN_NORMAL, Float.MAX_VALUE);
  }
}
