package io.deltarule.parity.graphs;

import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The dimensions that one graph is made of: a few, so that shapes often fit together. They are
 * drawn from 0, 1, primes, numbers of lanes and their neighbours; now and then one crosses a
 * blocking boundary.
 */
final class Sizes {
  private static final int[] SMALL = {
    1, 1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 15, 16, 17, 19, 31, 32, 33, 64, 65
  };
  private static final int[] LARGE = {127, 256, 257, 509, 513, 1024, 1031, 2053};

  private final SplittableRandom random;
  private final List<Integer> dims = new ArrayList<>();
  private final long mostElements;

  Sizes(SplittableRandom random) {
    this.random = random;
    int count = random.nextInt(2, 5);
    for (int i = 0; i < count; i++) {
      dims.add(SMALL[random.nextInt(SMALL.length)]);
    }
    if (random.nextInt(12) == 0) {
      dims.add(0);
    }
    boolean large = random.nextInt(16) == 0;
    if (large) {
      dims.add(LARGE[random.nextInt(LARGE.length)]);
    }
    mostElements = large ? 6000 : 400;
  }

  /** True if a value of this shape is not too large for the reference to judge in time. */
  boolean allows(Shape shape) {
    return shape.elementCount() <= mostElements;
  }

  /** A dimension of this graph. */
  int dim() {
    return dims.get(random.nextInt(dims.size()));
  }

  /** A shape of up to so many dimensions. */
  Shape shape(int lowestRank, int highestRank) {
    Shape shape = Shape.scalar();
    int rank = random.nextInt(lowestRank, highestRank + 1);
    for (int axis = 0; axis < rank; axis++) {
      Shape longer = shape.append(dim());
      shape = allows(longer) ? longer : shape.append(1);
    }
    return shape;
  }

  /** A shape that broadcasts to another: leading dimensions left out, some of the others 1. */
  Shape broadcastable(Shape target) {
    int from = random.nextInt(3) == 0 ? random.nextInt(target.rank() + 1) : 0;
    Shape shape = target.slice(from, target.rank());
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (random.nextInt(4) == 0) {
        shape = shape.with(axis, 1);
      }
    }
    return shape;
  }

  /** The same elements in another shape. */
  Shape reshaped(Shape shape) {
    if (shape.elementCount() == 0) {
      return random.nextBoolean() ? Shape.of(0) : shape.append(1);
    }
    List<Integer> factors = new ArrayList<>();
    for (int dim : shape.dims()) {
      split(dim, factors);
    }
    // Neighbours are joined by chance, and a 1 is put in by chance.
    List<Integer> joined = new ArrayList<>();
    for (int factor : factors) {
      if (!joined.isEmpty() && (joined.size() >= 4 || random.nextBoolean())) {
        joined.set(joined.size() - 1, joined.get(joined.size() - 1) * factor);
      } else {
        joined.add(factor);
      }
    }
    if (random.nextInt(3) == 0) {
      joined.add(random.nextInt(joined.size() + 1), 1);
    }
    return Shape.of(joined);
  }

  private static void split(int dim, List<Integer> factors) {
    int rest = dim;
    for (int prime = 2; prime * prime <= rest; prime++) {
      while (rest % prime == 0) {
        factors.add(prime);
        rest /= prime;
      }
    }
    if (rest > 1) {
      factors.add(rest);
    }
  }
}
