package io.deltarule.parity.graphs;

import io.deltarule.op.Attention;
import io.deltarule.op.Reshape;
import io.deltarule.parity.graphs.Pool.Entry;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Attention of values that earlier steps gave, brought to four dimensions. */
final class AttentionSteps {
  private final SplittableRandom random;
  private final Sizes sizes;
  private final Pool pool;

  AttentionSteps(SplittableRandom random, Sizes sizes, Pool pool) {
    this.random = random;
    this.sizes = sizes;
    this.pool = pool;
  }

  /** Queries from a value, keys and values of its own size or new, now and then the same. */
  void add(Entry x) {
    Shape shape = x.shape();
    if (shape.rank() == 0 || shape.dim(-1) == 0) {
      return;
    }
    Entry q = shape.rank() == 4 ? x : pool.one(new Reshape(heads(shape)), x);
    Shape queries = q.shape();
    int h = queries.dim(1);
    if (h == 0) {
      return;
    }
    int groups = random.nextBoolean() ? h : 1;
    boolean self = groups == h && random.nextInt(3) == 0;
    int s = sizes.dim();
    Shape keys = queries.with(1, groups).with(2, s);
    Shape values = keys.with(3, 1 + random.nextInt(9));
    if (!sizes.allows(keys) || !sizes.allows(values)) {
      return;
    }
    List<Entry> inputs = new ArrayList<>(List.of(q));
    inputs.add(self ? q : pool.input(keys));
    inputs.add(self ? q : pool.input(values));
    Shape scores = queries.with(3, inputs.get(1).shape().dim(2));
    Shape bias = Shape.of(1, 1, random.nextBoolean() ? 1 : scores.dim(2), scores.dim(3));
    if (random.nextInt(3) == 0 && sizes.allows(bias)) {
      inputs.add(pool.input(bias));
    }
    Attention op = new Attention(random.nextBoolean(), 1 / Math.sqrt(queries.dim(3)));
    Shape result = queries.with(3, inputs.get(2).shape().dim(3));
    if (sizes.allows(result)) {
      // Between the least and the largest of the values.
      pool.offer(pool.apply(op, Pool.UNIT, inputs.toArray(Entry[]::new)).get(0));
    }
  }

  /**
   * [B, H, T, D] of the last dimensions of a shape: leading ones are joined, or 1 where missing.
   */
  private static Shape heads(Shape shape) {
    Shape rows = shape;
    while (rows.rank() < 4) {
      rows = Shape.of(1).append(rows);
    }
    while (rows.rank() > 4) {
      rows = Shape.of(rows.dim(0) * rows.dim(1)).append(rows.slice(2, rows.rank()));
    }
    return rows;
  }
}
