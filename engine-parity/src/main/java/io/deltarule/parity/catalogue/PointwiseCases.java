package io.deltarule.parity.catalogue;

import io.deltarule.expr.BinaryOp;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarFunction;
import io.deltarule.expr.UnaryOp;
import io.deltarule.graph.Value;
import io.deltarule.op.Pointwise;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.List;

/** Floating-point expressions: every scalar operation, sizes, extreme values, several outputs. */
final class PointwiseCases {
  private static final int[] SIZES = {0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 97, 1031};
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final Expr X = Expr.input(0);
  private static final Expr Y = Expr.input(1);
  private static final Expr Z = Expr.input(2);

  private PointwiseCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (int size : SIZES) {
      cases.add(
          OpCase.named("x y + z of " + size)
              .input("x", Domain.uniform(-2, 2), size)
              .input("y", Domain.uniform(-2, 2), size)
              .input("z", Domain.uniform(-2, 2), size)
              .computes(in -> in.get("x").pointwise(X.times(Y).plus(Z), in.get("y"), in.get("z"))));
    }
    for (UnaryOp op : UnaryOp.values()) {
      unary(op, cases);
    }
    for (BinaryOp op : BinaryOp.values()) {
      binary(op, cases);
    }
    logic(cases);
    severalOutputs(cases);
    functions(cases);
    cases.addAll(TieCases.expressions());
    return cases;
  }

  private static void unary(UnaryOp op, List<OpCase> cases) {
    switch (op) {
      case NOT, IS_FINITE, TO_FLOAT -> {} // not of floats to floats; see logic() and IntegerCases
      case SIGN, FLOOR ->
          cases.add(
              OpCase.named(op + " of 37")
                  .operation(op.name())
                  .constant("x", Domain.uniform(-20, 20), 37)
                  .computes(in -> in.get("x").pointwise(X.apply(op))));
      case ABS -> cases.add(unary(op, Domain.eitherSign(0.1, 3)).notSmooth().computes(apply(op)));
      case SQRT, LOG -> cases.add(unary(op, Domain.uniform(0.2, 9)).computes(apply(op)));
      case LOG1P -> cases.add(unary(op, Domain.uniform(-0.7, 9)).computes(apply(op)));
      case NEG, EXP, EXPM1, TANH, ERF, SIN, COS ->
          cases.add(unary(op, Domain.uniform(-3, 3)).computes(apply(op)));
    }
    if (op != UnaryOp.NOT && op != UnaryOp.IS_FINITE && op != UnaryOp.TO_FLOAT) {
      cases.add(
          OpCase.named(op + " of extreme values")
              .operation(op.name())
              .constant("x", extreme(op), 41)
              .computes(apply(op)));
    }
  }

  private static OpCase.Builder unary(UnaryOp op, Domain domain) {
    return OpCase.named(op + " of 37").operation(op.name()).input("x", domain, 37);
  }

  private static OpCase.SingleBody apply(UnaryOp op) {
    return in -> in.get("x").pointwise(X.apply(op));
  }

  private static Domain extreme(UnaryOp op) {
    return switch (op) {
      // Reducing a huge angle is not what an engine for networks is for.
      case SIN, COS ->
          Domain.values(0.0, -0.0, 1e-30f, -1e-30f, 10, -10, 100, INFINITY, Double.NaN);
      default ->
          Domain.values(
              0.0,
              -0.0,
              1,
              -1,
              1e-30f,
              -1e-30f,
              1e-40f,
              -1e-40f,
              Float.MIN_VALUE,
              Float.MIN_NORMAL,
              1e-6f,
              -1e-6f,
              80,
              -80,
              1e4,
              -1e4,
              1e30f,
              -1e30f,
              INFINITY,
              -INFINITY,
              Double.NaN);
    };
  }

  private static void binary(BinaryOp op, List<OpCase> cases) {
    Domain domain =
        switch (op) {
          case DIV, POW -> Domain.uniform(0.3, 2.5);
          case MIN, MAX -> Domain.distinct(0.05);
          default -> Domain.uniform(-2, 2);
        };
    OpCase.Builder shape =
        OpCase.named(op + " of 37")
            .operation(op.name())
            .input("x", domain, 37)
            .input("y", domain, 37);
    OpCase.SingleBody body =
        switch (op) {
          case ADD -> pair(X.plus(Y));
          case SUB -> pair(X.minus(Y));
          case MUL -> pair(X.times(Y));
          case DIV -> pair(X.over(Y));
          case MIN -> pair(X.min(Y));
          case MAX -> pair(X.max(Y));
          case POW -> pair(X.pow(Y));
          case LT -> pair(choice(X.lt(Y)));
          case LE -> pair(choice(X.le(Y)));
          case GT -> pair(choice(X.gt(Y)));
          case GE -> pair(choice(X.ge(Y)));
          case EQ -> pair(choice(X.eq(Y)));
          case NE -> pair(choice(X.ne(Y)));
          case AND -> pair(choice(X.gt(Expr.ZERO).and(Y.gt(Expr.ZERO))));
          case OR -> pair(choice(X.gt(Expr.ZERO).or(Y.gt(Expr.ZERO))));
        };
    boolean smooth =
        switch (op) {
          case ADD, SUB, MUL, DIV, POW -> true;
          default -> false;
        };
    cases.add((smooth ? shape : shape.notSmooth()).computes(body));
    cases.add(
        OpCase.named(op + " of extreme values")
            .operation(op.name())
            .constant(
                "x",
                Domain.values(0.0, -0.0, 1, INFINITY, -INFINITY, Double.NaN, 1e30f, 1e-40f),
                72)
            .constant(
                "y",
                Domain.values(-0.0, 1, 0.0, -INFINITY, 2, INFINITY, Double.NaN, -3, 1e-30f),
                72)
            .computes(body));
  }

  private static OpCase.SingleBody pair(Expr expression) {
    return in -> in.get("x").pointwise(expression, in.get("y"));
  }

  /** 3 x where the condition holds and y - x where not. */
  private static Expr choice(Expr condition) {
    return Expr.select(condition, X.times(3), Y.minus(X));
  }

  private static void logic(List<OpCase> cases) {
    cases.add(
        OpCase.named("NOT and IS_FINITE with NaN in the other branch")
            .constant("x", Domain.values(1, INFINITY, -INFINITY, Double.NaN, 0, -2), 29)
            .computes(
                in ->
                    in.get("x").pointwise(Expr.select(X.isFinite().not(), Expr.ZERO, X.times(2)))));
    cases.add(
        OpCase.named("square root guarded by a select")
            .input("x", Domain.eitherSign(0.2, 2), 29)
            .notSmooth()
            .computes(
                in -> in.get("x").pointwise(Expr.select(X.gt(Expr.ZERO), X.sqrt(), Expr.ZERO))));
  }

  private static void severalOutputs(List<OpCase> cases) {
    cases.add(
        OpCase.named("three outputs of 37")
            .input("x", Domain.uniform(0.5, 2), 37)
            .input("y", Domain.uniform(0.5, 2), 37)
            .computesAll(in -> outputs(in, X.times(Y), X.over(Y).exp(), X)));
    cases.add(
        OpCase.named("float and integer output of 37")
            .constant("x", Domain.uniform(-2, 2), 37)
            .constant("y", Domain.uniform(-2, 2), 37)
            .computesAll(
                in ->
                    outputs(
                        in,
                        X.plus(Y),
                        Expr.select(X.lt(Y), Expr.constantInt(7), Expr.constantInt(-1)))));
    cases.add(
        OpCase.named("broadcast inputs with two outputs")
            .input("x", Domain.uniform(0.5, 2), 3, 1)
            .input("y", Domain.uniform(0.5, 2), 5)
            .computesAll(in -> outputs(in, X.times(Y), X.square())));
    cases.add(
        OpCase.named("constant output beside another")
            .input("x", Domain.uniform(-2, 2), 2, 9)
            .constant("y", Domain.uniform(-2, 2), 9)
            .computesAll(in -> outputs(in, Expr.constant(0.1), X.times(Y))));
  }

  private static List<Value> outputs(OpCase.Inputs in, Expr... expressions) {
    Value x = in.get("x");
    return x.graph().apply(new Pointwise(List.of(expressions)), List.of(x, in.get("y"))).outputs();
  }

  private static void functions(List<OpCase> cases) {
    Expr sigmoid = Expr.ONE.over(X.negate().exp().plus(1));
    ScalarFunction stated = ScalarFunction.of("sigmoid", sigmoid, Y.times(Expr.ONE.minus(Y)));
    cases.add(
        OpCase.named("function with a stated derivative")
            .input("x", Domain.uniform(-4, 4), 5, 7)
            .computes(in -> in.get("x").map(stated)));
    cases.add(
        OpCase.named("function with a symbolic derivative")
            .input("x", Domain.uniform(-4, 4), 5, 7)
            .computes(in -> in.get("x").map(ScalarFunction.of("sigmoid", sigmoid))));
    Expr chain = X;
    for (int i = 0; i < 24; i++) {
      chain = chain.plus(chain.tanh().times(0.25));
    }
    Expr deep = chain;
    cases.add(
        OpCase.named("chain of 72 operations that share operands")
            .input("x", Domain.uniform(-0.5, 0.5), 19)
            .computes(in -> in.get("x").pointwise(deep)));
  }
}
