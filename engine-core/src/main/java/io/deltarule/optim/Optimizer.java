package io.deltarule.optim;

import io.deltarule.graph.Value;
import java.util.List;

/**
 * A named chain of transformations from gradient to update.
 *
 * @param name the name it prints under and is asked for by, such as {@code adamw}
 * @param chain the links, applied in order
 */
public record Optimizer(String name, List<Transformation> chain) implements Transformation {
  public Optimizer {
    chain = List.copyOf(chain);
  }

  /** A chain of links. */
  public static Optimizer of(String name, Transformation... chain) {
    return new Optimizer(name, List.of(chain));
  }

  /** The same optimizer with a link before the first, such as clipping of the gradient. */
  public Optimizer precededBy(Transformation first) {
    return of(name, first, this);
  }

  /** The same optimizer with a link after the last, such as a moving average of the weights. */
  public Optimizer followedBy(Transformation last) {
    return of(name, this, last);
  }

  @Override
  public Value update(UpdateContext context, Value update) {
    Value result = update;
    for (Transformation link : chain) {
      result = link.update(context, result);
    }
    return result;
  }
}
