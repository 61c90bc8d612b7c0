package io.deltarule.parity.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.expr.BinaryOp;
import io.deltarule.expr.Derivative;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarFunction;
import io.deltarule.expr.UnaryOp;
import io.deltarule.layer.Activations;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.parity.faults.ExpressionFaults.WrongExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A function that states a wrong derivative is caught by finite differences: of every scalar
 * operation that has one, and of every activation.
 */
class WrongDerivativeTest {
  private static final long SEED = 17;
  private static final Expr X = Expr.input(0);
  private static final Expr Y = Expr.input(1);

  /** On either side of the corners at 0, 3 and -3, and far from 0. */
  private static final Domain ACTIVATED =
      Domain.values(
          -30, -6.5, -3.5, -2.75, -1.875, -1.125, -0.625, -0.25, 0.3125, 0.75, 1.5, 2.25, 2.875,
          3.25, 5.5, 30);

  /** Equal in places, where a minimum and a maximum share their gradient. */
  private static final Domain FIRST = Domain.values(1, 2.25, 0.75, 0.5);

  private static final Domain SECOND = Domain.values(0.5, 1, 2.25);

  private static final Harmless CLAMPS =
      new Harmless()
          .because(
              "the limits that arguments are clamped to lie where the slope is 0 or 1 already",
              "^constant in .*(-40|40\\)|-20000|20000\\))");

  @Test
  void everyWrongDerivativeOfAScalarOperationIsCaught() {
    FaultTable table = table("wrong derivatives of scalar operations");
    for (UnaryOp op : UnaryOp.values()) {
      switch (op) {
        case SIGN, FLOOR, IS_FINITE, NOT, TO_FLOAT -> {} // have none, or 0
        default -> plant(function(op.name(), 1, X.apply(op)), positive(op), table);
      }
    }
    for (BinaryOp op : BinaryOp.values()) {
      binary(op).ifPresent(y -> plant(function(op.name(), 2, y), FIRST, table));
    }
    report(table, new Harmless());
  }

  @Test
  void everyWrongDerivativeOfAnActivationIsCaught() {
    FaultTable table = table("wrong derivatives of activations");
    Stream.of(
            Activations.relu(),
            Activations.leakyRelu(0.01),
            Activations.elu(0.7),
            Activations.selu(),
            Activations.celu(1.3),
            Activations.gelu(),
            Activations.geluTanh(),
            Activations.sigmoid(),
            Activations.silu(),
            Activations.mish(),
            Activations.hardSigmoid(),
            Activations.tanh(),
            Activations.softplus(),
            Activations.logSigmoid(),
            Activations.softsign())
        .forEach(activation -> plant(activation, ACTIVATED, table));
    report(table, CLAMPS);
  }

  private static FaultTable table(String title) {
    return new FaultTable(title, Judge.GRADIENT_PARITY, Judge.FINITE_DIFFERENCES);
  }

  private static void report(FaultTable table, Harmless harmless) {
    System.out.println(table);
    assertThat(harmless.unexplained(table.survivors())).isEmpty();
  }

  private static Domain positive(UnaryOp op) {
    return switch (op) {
      case SQRT, LOG, LOG1P -> Domain.uniform(0.3, 5);
      default -> Domain.eitherSign(0.2, 2.5);
    };
  }

  private static Optional<Expr> binary(BinaryOp op) {
    return Optional.ofNullable(
        switch (op) {
          case ADD -> X.plus(Y);
          case SUB -> X.minus(Y);
          case MUL -> X.times(Y);
          case DIV -> X.over(Y);
          case MIN -> X.min(Y);
          case MAX -> X.max(Y);
          case POW -> X.pow(Y);
          case LT, LE, GT, GE, EQ, NE, AND, OR -> null;
        });
  }

  /** A function that states the derivatives that are derived from its body. */
  private static ScalarFunction function(String name, int arity, Expr body) {
    List<Expr> derivatives = new ArrayList<>();
    for (int i = 0; i < arity; i++) {
      derivatives.add(Derivative.of(body, i).orElseThrow());
    }
    return new ScalarFunction(name, arity, body, Optional.of(derivatives));
  }

  private static void plant(ScalarFunction right, Domain domain, FaultTable table) {
    OpCase opCase = opCase(right, domain);
    try (GradientJudges judges = new GradientJudges(opCase, SEED)) {
      assertThat(judges.findWrong(opCase.gradient().computation())).as(right.name()).isEmpty();
      for (int i = 0; i < right.arity(); i++) {
        int number = 0;
        for (WrongExpression wrong : ExpressionFaults.of(right.derivatives().get().get(i))) {
          var planted = opCase(stating(right, i, wrong.expression()), domain).gradient();
          String place = wrong.fault() + " in " + right.name() + " by " + i + ", place " + number++;
          table.add(
              opCase,
              wrong.fault(),
              place + ": " + wrong.expression(),
              wrong.expression().toString(),
              judges.differs(planted.computation()),
              judges.findWrong(planted.computation()));
        }
      }
    }
  }

  private static ScalarFunction stating(ScalarFunction right, int argument, Expr derivative) {
    List<Expr> derivatives = new ArrayList<>(right.derivatives().get());
    derivatives.set(argument, derivative);
    return new ScalarFunction(right.name(), right.arity(), right.body(), Optional.of(derivatives));
  }

  private static OpCase opCase(ScalarFunction function, Domain domain) {
    OpCase.Builder builder = OpCase.named(function.name()).input("x", domain, 16);
    return function.arity() == 1
        ? builder.computes(in -> in.get("x").map(function)).inFamily(function.name())
        : builder
            .input("y", SECOND, 16)
            .computes(in -> in.get("x").pointwise(function.of(X, Y), in.get("y")))
            .inFamily(function.name());
  }
}
