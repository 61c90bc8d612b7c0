package io.deltarule.parity.graphs;

import io.deltarule.backend.Engine;

/** A failure of a backend on a random graph: what was seen, shrunk, and how to see it again. */
public final class GraphFailure extends AssertionError {
  private static final long serialVersionUID = 1;

  private final transient Recipe smallest;

  private GraphFailure(String message, Recipe smallest, AssertionError first) {
    super(message, first);
    this.smallest = smallest;
  }

  /**
   * Shrinks what failed.
   *
   * @param engine the engine that it failed on
   * @param recipe the recipe that failed
   * @param failure how it failed
   */
  static GraphFailure of(Engine engine, Recipe recipe, AssertionError failure) {
    Recipe smallest = new Shrinker(candidate -> fails(engine, candidate)).shrink(recipe);
    String message =
        failure.getMessage()
            + "\nshrunk from "
            + recipe.operations()
            + " to "
            + smallest.operations()
            + " operations; this program reproduces it:\n\n"
            + JavaSnippet.of(smallest, "Reproduction");
    return new GraphFailure(message, smallest, failure);
  }

  private static boolean fails(Engine engine, Recipe candidate) {
    try {
      new GraphCheck(engine).check(candidate);
      return false;
    } catch (AssertionError e) {
      return true;
    } catch (RuntimeException e) {
      // The reference refuses it: an index is out of range of what was made smaller.
      return false;
    }
  }

  /** The smallest recipe that was found to fail. */
  public Recipe smallest() {
    return smallest;
  }
}
