package io.deltarule.parity.graphs;

import io.deltarule.op.Placeholder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Recipes with fewer outputs and losses, or earlier ones. */
final class FewerResults {
  private FewerResults() {}

  static Stream<Recipe> of(Recipe recipe) {
    return Stream.of(onlyOne(recipe), withoutAll(recipe), withoutOne(recipe), earlier(recipe))
        .flatMap(s -> s);
  }

  private static Stream<Recipe> onlyOne(Recipe recipe) {
    if (recipe.outputs().size() + recipe.losses().size() == 1) {
      return Stream.of();
    }
    return Stream.concat(
        recipe.outputs().stream().map(ref -> with(recipe, List.of(ref), List.of())),
        recipe.losses().stream().map(ref -> with(recipe, List.of(), List.of(ref))));
  }

  private static Stream<Recipe> withoutAll(Recipe recipe) {
    if (recipe.outputs().isEmpty() || recipe.losses().isEmpty()) {
      return Stream.of();
    }
    return Stream.of(
        with(recipe, recipe.outputs(), List.of()), with(recipe, List.of(), recipe.losses()));
  }

  private static Stream<Recipe> withoutOne(Recipe recipe) {
    if (recipe.outputs().size() + recipe.losses().size() == 1) {
      return Stream.of();
    }
    return Stream.concat(
        IntStream.range(0, recipe.outputs().size())
            .mapToObj(i -> with(recipe, without(recipe.outputs(), i), recipe.losses())),
        IntStream.range(0, recipe.losses().size())
            .mapToObj(i -> with(recipe, recipe.outputs(), without(recipe.losses(), i))));
  }

  /** A result gives way to what its step was computed from, of whatever type. */
  private static Stream<Recipe> earlier(Recipe recipe) {
    return Stream.concat(
        earlier(recipe, recipe.outputs()).map(refs -> with(recipe, refs, recipe.losses())),
        earlier(recipe, recipe.losses()).map(refs -> with(recipe, recipe.outputs(), refs)));
  }

  private static Stream<List<Ref>> earlier(Recipe recipe, List<Ref> results) {
    return IntStream.range(0, results.size())
        .boxed()
        .flatMap(
            i ->
                recipe.steps().get(results.get(i).step()).arguments().stream()
                    .filter(ref -> isComputed(recipe, ref))
                    .map(ref -> with(results, i, ref)));
  }

  /** An input as a result is worth nothing. */
  private static boolean isComputed(Recipe recipe, Ref ref) {
    return !(recipe.steps().get(ref.step()).op() instanceof Placeholder);
  }

  private static List<Ref> with(List<Ref> refs, int index, Ref other) {
    List<Ref> changed = new ArrayList<>(refs);
    changed.set(index, other);
    return changed;
  }

  private static List<Ref> without(List<Ref> refs, int index) {
    List<Ref> rest = new ArrayList<>(refs);
    rest.remove(index);
    return rest;
  }

  private static Recipe with(Recipe recipe, List<Ref> outputs, List<Ref> losses) {
    return new Recipe(
            recipe.seed(), recipe.steps(), recipe.ranges(), outputs, losses, recipe.lossMode())
        .pruned();
  }
}
