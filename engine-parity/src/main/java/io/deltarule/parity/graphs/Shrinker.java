package io.deltarule.parity.graphs;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes a recipe that fails smaller: outputs, losses and steps are dropped, values replaced by
 * inputs, expressions by their parts, dimensions by smaller ones, as long as it still fails and
 * something can be made smaller.
 */
public final class Shrinker {
  private final Predicate<Recipe> fails;
  private final Set<Recipe> tried = new HashSet<>();

  /**
   * A shrinker.
   *
   * @param fails whether a recipe shows the failure; it is asked of many recipes, which are all
   *     well typed
   */
  public Shrinker(Predicate<Recipe> fails) {
    this.fails = fails;
  }

  /** The smallest recipe that was found to fail, or the given one. */
  public Recipe shrink(Recipe failing) {
    Recipe smallest = failing;
    Recipe next = smaller(smallest);
    while (next != null) {
      smallest = next;
      next = smaller(smallest);
    }
    return smallest;
  }

  /** The first simpler recipe that fails, or null. */
  private Recipe smaller(Recipe recipe) {
    Stream<Recipe> candidates =
        Stream.of(
                FewerResults.of(recipe),
                SmallerSizes.of(recipe),
                FewerSteps.of(recipe),
                SimplerSteps.of(recipe))
            .flatMap(stream -> stream);
    Iterator<Recipe> each = candidates.iterator();
    while (each.hasNext()) {
      Recipe candidate = each.next();
      if (tried.add(candidate) && isWellTyped(candidate) && fails.test(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private static boolean isWellTyped(Recipe recipe) {
    try {
      recipe.withGradients();
      return true;
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      return false;
    }
  }
}
