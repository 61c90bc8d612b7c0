package io.deltarule.parity.graphs;

import io.deltarule.op.CenteredSums;
import io.deltarule.op.Moments;
import io.deltarule.op.NormalizeRows;
import io.deltarule.op.NormalizeRowsGradient;
import io.deltarule.op.Op;
import io.deltarule.op.Reshape;
import io.deltarule.parity.graphs.Pool.Entry;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Steps that take statistics of channels, or normalise rows. */
final class NormalizationSteps {
  /** Large, so that the deviation of equal numbers is none: results are at most 4 from the mean. */
  private static final double EPSILON = 0.25;

  private final SplittableRandom random;
  private final Pool pool;
  private final int deepest;

  /**
   * Steps on a pool.
   *
   * @param deepest the depth of a value up to which a reshape, a step and a scale may follow
   */
  NormalizationSteps(SplittableRandom random, Pool pool, int deepest) {
    this.random = random;
    this.pool = pool;
    this.deepest = deepest;
  }

  /** Adds a step on a floating-point value, if it can be done. */
  void add(Entry x) {
    if (x.shape().elementCount() == 0 || x.depth() > deepest) {
      return;
    }
    switch (random.nextInt(5)) {
      case 0 -> moments(x);
      case 1 -> centeredSums(x);
      case 2 -> rowsGradient(x);
      default -> rows(x);
    }
  }

  /** A value as [A, C, S], cut at chance. */
  private Entry channels(Entry x) {
    int rank = x.shape().rank();
    int from = random.nextInt(rank + 1);
    int to = from + random.nextInt(rank - from + 1);
    return reshaped(
        x,
        Shape.of(
            count(x.shape().slice(0, from)),
            count(x.shape().slice(from, to)),
            count(x.shape().slice(to, rank))));
  }

  private static int count(Shape shape) {
    return Math.toIntExact(shape.elementCount());
  }

  private Entry reshaped(Entry x, Shape shape) {
    return pool.one(new Reshape(shape), x);
  }

  private void moments(Entry x) {
    for (Entry statistic : pool.apply(new Moments(), Pool.UNIT, channels(x))) {
      pool.offer(statistic);
    }
  }

  private void centeredSums(Entry g) {
    Entry channels = channels(g);
    Entry x = pool.input(channels.shape());
    Entry mean = pool.input(Shape.of(channels.shape().dim(1)));
    double most = 2.0 * Math.max(1, Moments.length(channels.shape()));
    for (Entry sum : pool.apply(new CenteredSums(), Pool.UNIT, channels, x, mean)) {
      pool.offer(pool.scaled(sum, 1 / most));
    }
  }

  /** A value as [R, L], cut at chance. */
  private Entry matrix(Entry x) {
    int rank = x.shape().rank();
    int from = random.nextInt(rank + 1);
    return reshaped(
        x, Shape.of(count(x.shape().slice(0, from)), count(x.shape().slice(from, rank))));
  }

  private void rows(Entry x) {
    Op op = new NormalizeRows(EPSILON, random.nextBoolean());
    List<Entry> inputs = new ArrayList<>();
    inputs.add(matrix(x));
    int length = inputs.get(0).shape().dim(1);
    int affine = random.nextInt(3);
    for (int i = 0; i < affine; i++) {
      inputs.add(pool.input(Shape.of(length)));
    }
    // At most 2 / sqrt(epsilon) + 1, and the inverse deviation at most 1 / sqrt(epsilon).
    for (Entry result : pool.apply(op, Pool.UNIT, inputs.toArray(Entry[]::new))) {
      pool.offer(pool.scaled(result, 0.2));
    }
  }

  /** By any statistics, which need not be those of the rows. */
  private void rowsGradient(Entry x) {
    boolean centered = random.nextBoolean();
    boolean weighted = random.nextBoolean();
    boolean biased = weighted && random.nextBoolean();
    Entry matrix = matrix(x);
    int rows = matrix.shape().dim(0);
    List<Entry> inputs = new ArrayList<>();
    inputs.add(pool.input(matrix.shape()));
    inputs.add(matrix);
    for (int i = 0; i < (centered ? 2 : 1); i++) {
      inputs.add(pool.input(Shape.of(rows)));
    }
    if (weighted) {
      inputs.add(pool.input(Shape.of(matrix.shape().dim(1))));
    }
    Op op = new NormalizeRowsGradient(centered, weighted, biased);
    // A gradient is at most 1 + 1 + 2 * 2, a product with the normalised at most 2.
    double most = 6.0 * rows;
    for (Entry result : pool.apply(op, Pool.UNIT, inputs.toArray(Entry[]::new))) {
      pool.offer(pool.scaled(result, 1 / most));
    }
  }
}
