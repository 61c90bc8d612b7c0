package io.deltarule.parity.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.graph.TensorType;
import io.deltarule.op.AttentionGradient;
import io.deltarule.op.MatMul;
import io.deltarule.op.Op;
import io.deltarule.op.Pointwise;
import io.deltarule.op.ReadVariable;
import io.deltarule.op.RecurrenceGradient;
import io.deltarule.tensor.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a few hundred recipes are made of. */
class GraphGeneratorTest {
  private static final List<Recipe> RECIPES =
      LongStream.range(1, 401).mapToObj(GraphGenerator::recipe).toList();

  /** Variables are the training steps' part; the bounds are for computations without them. */
  @Test
  void everyPrimitiveButVariablesOccurs() {
    Set<Class<?>> expected = new HashSet<>(List.of(Op.class.getPermittedSubclasses()));
    expected.remove(ReadVariable.class);
    // It has no gradient of its own: it comes in by differentiating.
    expected.remove(RecurrenceGradient.class);
    // It has no gradient, which every graph is asked for; it occurs in those of attention.
    expected.remove(AttentionGradient.class);
    Set<Class<?>> found = new HashSet<>();
    RECIPES.forEach(recipe -> recipe.steps().forEach(step -> found.add(step.op().getClass())));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void sameSeedGivesTheSameRecipe() {
    assertThat(GraphGenerator.recipe(17)).isEqualTo(RECIPES.get(16));
  }

  @Test
  void graphsAreUpToTwelveOperationsDeep() {
    List<Integer> depths = RECIPES.stream().map(GraphGeneratorTest::depth).toList();
    assertThat(depths).allMatch(depth -> depth >= 1 && depth <= 12).contains(12);
  }

  private static int depth(Recipe recipe) {
    List<Integer> depths = new ArrayList<>();
    for (Step step : recipe.steps()) {
      int depth = 0;
      for (Ref argument : step.arguments()) {
        depth = Math.max(depth, depths.get(argument.step()) + 1);
      }
      depths.add(depth);
    }
    return depths.stream().max(Integer::compare).orElseThrow();
  }

  @Test
  void sizesAreEmptyOneAndLarge() {
    Set<Integer> dims = new HashSet<>();
    Set<DType> dtypes = new HashSet<>();
    for (Recipe recipe : RECIPES) {
      for (List<TensorType> types : recipe.types()) {
        for (TensorType type : types) {
          dtypes.add(type.dtype());
          for (int dim : type.shape().dims()) {
            dims.add(dim);
          }
        }
      }
    }
    assertThat(dims).contains(0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 257, 1031);
    assertThat(dtypes).containsExactlyInAnyOrder(DType.FLOAT32, DType.INT32);
  }

  @Test
  void valuesAreSharedAndSeveralOutputsAndLossesOccur() {
    assertThat(RECIPES).anyMatch(GraphGeneratorTest::sharesAnOperation);
    assertThat(RECIPES).anyMatch(recipe -> recipe.outputs().size() == 4);
    assertThat(RECIPES).anyMatch(recipe -> recipe.losses().size() == 3);
    assertThat(RECIPES.stream().map(Recipe::lossMode)).contains(LossMode.values());
    assertThat(RECIPES).anyMatch(recipe -> has(recipe, op -> expressions(op) == 3));
    for (boolean a : new boolean[] {false, true}) {
      for (boolean b : new boolean[] {false, true}) {
        MatMul expected = new MatMul(a, b);
        assertThat(RECIPES).anyMatch(recipe -> has(recipe, expected::equals));
      }
    }
  }

  private static int expressions(Op op) {
    return op instanceof Pointwise pointwise ? pointwise.expressions().size() : 0;
  }

  private static boolean has(Recipe recipe, java.util.function.Predicate<Op> what) {
    return recipe.steps().stream().anyMatch(step -> what.test(step.op()));
  }

  private static boolean sharesAnOperation(Recipe recipe) {
    Set<Ref> used = new HashSet<>();
    return recipe.steps().stream()
        .flatMap(step -> step.arguments().stream())
        .anyMatch(ref -> !recipe.steps().get(ref.step()).arguments().isEmpty() && !used.add(ref));
  }
}
