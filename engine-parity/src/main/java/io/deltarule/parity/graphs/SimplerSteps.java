package io.deltarule.parity.graphs;

import io.deltarule.expr.Expr;
import io.deltarule.op.Op;
import io.deltarule.op.Pointwise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Recipes in which a pointwise operation computes less or reads less. */
final class SimplerSteps {
  private SimplerSteps() {}

  static Stream<Recipe> of(Recipe recipe) {
    return IntStream.range(0, recipe.steps().size())
        .boxed()
        .flatMap(
            at ->
                recipe.steps().get(at).op() instanceof Pointwise pointwise
                    ? simpler(recipe, at, pointwise)
                    : Stream.of());
  }

  private static Stream<Recipe> simpler(Recipe recipe, int at, Pointwise pointwise) {
    List<Ref> arguments = recipe.steps().get(at).arguments();
    Stream<Recipe> expressions =
        IntStream.range(0, pointwise.expressions().size())
            .boxed()
            .flatMap(
                i ->
                    parts(pointwise.expressions().get(i))
                        .map(
                            part ->
                                with(
                                    recipe,
                                    at,
                                    new Pointwise(set(pointwise, i, part)),
                                    arguments)));
    return Stream.concat(
        single(recipe, at, pointwise),
        Stream.concat(expressions, fewerArguments(recipe, at, pointwise)));
  }

  /** Of several expressions the one that is used alone. */
  private static Stream<Recipe> single(Recipe recipe, int at, Pointwise pointwise) {
    List<Integer> used =
        Stream.concat(
                recipe.steps().stream().flatMap(step -> step.arguments().stream()),
                Stream.concat(recipe.outputs().stream(), recipe.losses().stream()))
            .filter(ref -> ref.step() == at)
            .map(Ref::output)
            .distinct()
            .toList();
    if (pointwise.expressions().size() == 1 || used.size() != 1) {
      return Stream.of();
    }
    int only = used.get(0);
    Ref before = new Ref(at, only);
    Ref after = new Ref(at, 0);
    List<Step> steps = new ArrayList<>();
    for (Step step : recipe.steps()) {
      steps.add(new Step(step.op(), renamed(step.arguments(), before, after)));
    }
    Op op = new Pointwise(pointwise.expressions().get(only));
    steps.set(at, new Step(op, steps.get(at).arguments()));
    return Stream.of(
        new Recipe(
            recipe.seed(),
            steps,
            recipe.ranges(),
            renamed(recipe.outputs(), before, after),
            renamed(recipe.losses(), before, after),
            recipe.lossMode()));
  }

  private static List<Ref> renamed(List<Ref> refs, Ref before, Ref after) {
    return refs.stream().map(ref -> ref.equals(before) ? after : ref).toList();
  }

  private static List<Expr> set(Pointwise pointwise, int index, Expr expr) {
    List<Expr> expressions = new ArrayList<>(pointwise.expressions());
    expressions.set(index, expr);
    return expressions;
  }

  /** Operands of the same type, however deep, the outermost first. */
  private static Stream<Expr> parts(Expr expr) {
    List<Expr> parts = new ArrayList<>(expr.operands());
    for (int i = 0; i < parts.size() && parts.size() < 200; i++) {
      parts.addAll(parts.get(i).operands());
    }
    return parts.stream().distinct().filter(part -> part.type() == expr.type() && reads(part));
  }

  private static boolean reads(Expr expr) {
    return expr instanceof Expr.Input || expr.operands().stream().anyMatch(SimplerSteps::reads);
  }

  /** An argument left out that no expression reads; the shape may shrink with it. */
  private static Stream<Recipe> fewerArguments(Recipe recipe, int at, Pointwise pointwise) {
    List<Ref> arguments = recipe.steps().get(at).arguments();
    return IntStream.range(0, arguments.size())
        .filter(i -> arguments.size() > 1)
        .filter(i -> pointwise.expressions().stream().noneMatch(expr -> reads(expr, i)))
        .mapToObj(
            unread -> {
              List<Ref> rest = new ArrayList<>(arguments);
              rest.remove(unread);
              List<Expr> renumbered =
                  pointwise.expressions().stream().map(expr -> without(expr, unread)).toList();
              return with(recipe, at, new Pointwise(renumbered), rest);
            });
  }

  private static boolean reads(Expr expr, int index) {
    return expr instanceof Expr.Input input
        ? input.index() == index
        : expr.operands().stream().anyMatch(operand -> reads(operand, index));
  }

  /** The expression over inputs of which one is left out. */
  private static Expr without(Expr expr, int unread) {
    if (expr instanceof Expr.Input input) {
      return input.index() < unread ? input : Expr.input(input.index() - 1, input.type());
    }
    return expr.withOperands(
        expr.operands().stream().map(operand -> without(operand, unread)).toList());
  }

  private static Recipe with(Recipe recipe, int at, Op op, List<Ref> arguments) {
    List<Step> steps = new ArrayList<>(recipe.steps());
    steps.set(at, new Step(op, arguments));
    return new Recipe(
            recipe.seed(),
            steps,
            recipe.ranges(),
            recipe.outputs(),
            recipe.losses(),
            recipe.lossMode())
        .pruned();
  }
}
