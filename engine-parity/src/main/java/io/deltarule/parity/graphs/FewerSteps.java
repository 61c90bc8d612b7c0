package io.deltarule.parity.graphs;

import io.deltarule.graph.TensorType;
import io.deltarule.op.Placeholder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Recipes in which a value is replaced by one of its step's arguments of the same type, by a new
 * input, or an argument by an earlier one.
 */
final class FewerSteps {
  private FewerSteps() {}

  static Stream<Recipe> of(Recipe recipe) {
    List<List<TensorType>> types = recipe.types();
    // From the end, so that much goes at once.
    return IntStream.range(0, recipe.steps().size())
        .map(i -> recipe.steps().size() - 1 - i)
        .filter(step -> !(recipe.steps().get(step).op() instanceof Placeholder))
        .boxed()
        .flatMap(
            step -> Stream.concat(byInputs(recipe, types, step), byArgument(recipe, types, step)));
  }

  /** All outputs of the step become inputs. */
  private static Stream<Recipe> byInputs(Recipe recipe, List<List<TensorType>> types, int step) {
    if (types.get(step).size() > 1) {
      return Stream.of();
    }
    TensorType type = types.get(step).get(0);
    // A value that is a result is worth nothing as an input.
    if (isResult(recipe, step)) {
      return Stream.of();
    }
    int number = step;
    while (recipe.ranges().containsKey("v" + number)) {
      number++;
    }
    String name = "v" + number;
    List<Step> steps = new ArrayList<>(recipe.steps());
    steps.set(step, new Step(new Placeholder(name, type), List.of()));
    Map<String, Range> ranges = new LinkedHashMap<>(recipe.ranges());
    // Small integers will do as most indices, and are refused where they don't.
    ranges.put(name, type.dtype().isFloating() ? Pool.UNIT : new Range(0, 2));
    return Stream.of(
        new Recipe(
                recipe.seed(), steps, ranges, recipe.outputs(), recipe.losses(), recipe.lossMode())
            .pruned());
  }

  private static boolean isResult(Recipe recipe, int step) {
    return Stream.concat(recipe.outputs().stream(), recipe.losses().stream())
        .anyMatch(ref -> ref.step() == step);
  }

  private static Stream<Recipe> byArgument(Recipe recipe, List<List<TensorType>> types, int step) {
    return IntStream.range(0, types.get(step).size())
        .mapToObj(output -> new Ref(step, output))
        .flatMap(
            replaced ->
                recipe.steps().get(step).arguments().stream()
                    .filter(ref -> type(types, ref).equals(type(types, replaced)))
                    .map(ref -> replace(recipe, replaced, ref)))
        .filter(smaller -> smaller.steps().size() < recipe.steps().size());
  }

  private static TensorType type(List<List<TensorType>> types, Ref ref) {
    return types.get(ref.step()).get(ref.output());
  }

  private static Recipe replace(Recipe recipe, Ref replaced, Ref by) {
    UnaryOperator<List<Ref>> substitute =
        refs -> refs.stream().map(ref -> ref.equals(replaced) ? by : ref).toList();
    List<Step> steps =
        recipe.steps().stream()
            .map(step -> new Step(step.op(), substitute.apply(step.arguments())))
            .toList();
    return new Recipe(
            recipe.seed(),
            steps,
            recipe.ranges(),
            substitute.apply(recipe.outputs()),
            substitute.apply(recipe.losses()),
            recipe.lossMode())
        .pruned();
  }
}
