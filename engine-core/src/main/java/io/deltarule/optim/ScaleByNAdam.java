package io.deltarule.optim;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Value;

/**
 * NAdam's direction (Dozat 2016, "Incorporating Nesterov momentum into Adam", as PyTorch has it):
 * with {@code mu_t = beta1 (1 - 0.96^(t decay) / 2)} and the product P of all mu so far,
 *
 * <pre>
 * (mu_{t+1} m / (1 - P mu_{t+1}) + (1 - mu_t) g / (1 - P)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * @param decay the momentum decay
 */
record ScaleByNAdam(double beta1, double beta2, double epsilon, double decay)
    implements Transformation {
  ScaleByNAdam {
    Transformations.requireBeta("scaleByNAdam", "beta1", beta1);
    Transformations.requireBeta("scaleByNAdam", "beta2", beta2);
    Transformations.requireEpsilon("scaleByNAdam", epsilon);
  }

  @Override
  public Value update(UpdateContext context, Value g) {
    UpdateContext.Slot moment1 = context.slot("moment1", 0);
    UpdateContext.Slot moment2 = context.slot("moment2", 0);
    UpdateContext.SharedScalar product = context.sharedScalar("muProduct", 1);
    Value m = Transformations.average(moment1.value(), g, beta1);
    Value v = Transformations.average(moment2.value(), g.square(), beta2);
    moment1.assign(m);
    moment2.assign(v);

    Value mu = momentum(context.step());
    Value nextMu = momentum(context.step().add(1));
    Value muProduct = product.value().mul(mu);
    product.assign(muProduct);

    Expr ahead = Expr.input(0).over(Expr.ONE.minus(Expr.input(1).times(Expr.input(0))));
    Value momentFactor = nextMu.pointwise(ahead, muProduct);
    Expr now = Expr.ONE.minus(Expr.input(0)).over(Expr.ONE.minus(Expr.input(1)));
    Value gradientFactor = mu.pointwise(now, muProduct);
    Value correction2 = Transformations.biasCorrection(beta2, context.step());
    Expr denominator = Expr.input(1).times(Expr.input(2)).sqrt().plus(epsilon);
    Value numerator = m.mul(momentFactor).add(g.mul(gradientFactor));
    return numerator.pointwise(Expr.input(0).over(denominator), v, correction2);
  }

  private Value momentum(Value t) {
    Expr power = Expr.input(0).times(decay * Math.log(0.96)).exp();
    return t.pointwise(Expr.ONE.minus(power.times(0.5)).times(beta1));
  }
}
