package io.deltarule.parity.graphs;

import io.deltarule.backend.Engine;
import io.deltarule.graph.Computation;
import io.deltarule.parity.Bounds;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Holds a backend to the reference on a recipe: values and gradients, through every {@link
 * Variant}, and the values by themselves, which the compiler fuses further where no gradient needs
 * what lies between. About half of the runs have guard words between the buffers and NaN in unused
 * memory.
 */
public final class GraphCheck {
  private final Engine engine;

  /**
   * A check of an engine's backend.
   *
   * @param engine is not closed here
   */
  public GraphCheck(Engine engine) {
    this.engine = engine;
  }

  /**
   * Runs a recipe.
   *
   * @return the worst error over its bound; nothing if the recipe is ill-conditioned, and so cannot
   *     tell right from wrong
   * @throws AssertionError if the backend strays by more than its bound or fails, naming the seed
   *     and the variant
   */
  public OptionalDouble check(Recipe recipe) {
    Computation computation = recipe.withGradients();
    Map<String, Tensor> inputs = recipe.values();
    Bounds bounds = Bounds.of(computation, inputs);
    if (!isFinite(bounds.exact()) || !Decisions.areStable(recipe.withGradients(), inputs)) {
      return OptionalDouble.empty();
    }
    double worst = 0;
    Map<String, Tensor> results = Map.of();
    boolean guarded = recipe.seed() % 2 == 0;
    for (Variant variant : Variant.values()) {
      String what = "graph of seed " + recipe.seed() + ", " + variant;
      results = run(what, variant.apply(computation), inputs, guarded);
      worst = Math.max(worst, bounds.check(what, results));
      guarded = !guarded;
    }
    String what = "graph of seed " + recipe.seed() + ", compiled, without gradients";
    Map<String, Tensor> judged = new LinkedHashMap<>(results);
    judged.keySet().removeAll(recipe.forward().outputs().keySet());
    judged.putAll(run(what, Variant.COMPILED.apply(recipe.forward()), inputs, guarded));
    return OptionalDouble.of(Math.max(worst, bounds.check(what, judged)));
  }

  private Map<String, Tensor> run(
      String what, Computation computation, Map<String, Tensor> inputs, boolean guarded) {
    try {
      return guarded
          ? GraphRun.guarded(engine, computation, inputs)
          : GraphRun.plain(engine, computation, inputs);
    } catch (RuntimeException e) {
      throw new AssertionError(what + (guarded ? ", guarded" : "") + ": " + e.getMessage(), e);
    }
  }

  private static boolean isFinite(Map<String, Tensor> results) {
    for (Tensor tensor : results.values()) {
      for (int i = 0; i < tensor.size(); i++) {
        if (!(Math.abs(tensor.get(i)) < Float.MAX_VALUE)) {
          return false;
        }
      }
    }
    return true;
  }
}
