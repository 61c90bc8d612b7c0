package io.deltarule.parity.graphs;

import io.deltarule.expr.Expr;
import io.deltarule.graph.TensorType;
import io.deltarule.op.ArgMax;
import io.deltarule.op.Gather;
import io.deltarule.op.GatherSum;
import io.deltarule.op.Pointwise;
import io.deltarule.op.RandomFill;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.ScatterAddBags;
import io.deltarule.op.SoftmaxCrossEntropy;
import io.deltarule.parity.graphs.Pool.Entry;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.List;
import java.util.SplittableRandom;

/** Steps that take or give integers. */
final class IndexSteps {
  private static final double LARGEST = 1e6;

  private final SplittableRandom random;
  private final Sizes sizes;
  private final Pool pool;
  private final RandomExpressions expressions;

  IndexSteps(SplittableRandom random, Sizes sizes, Pool pool) {
    this.random = random;
    this.sizes = sizes;
    this.pool = pool;
    this.expressions = new RandomExpressions(random);
  }

  /** Adds a step on a value, if it can be done. */
  void add(Entry x) {
    if (!x.isFloat()) {
      switch (random.nextInt(3)) {
        case 0 -> mixed(x);
        case 1 -> integers(x);
        default -> gather(x);
      }
      return;
    }
    switch (random.nextInt(8)) {
      case 0 -> argMax(x);
      case 1, 2 -> gather(x);
      case 3 -> scatterAdd(x);
      case 4 -> crossEntropy(x);
      case 5 -> gatherSum(x);
      case 6 -> scatterAddBags(x);
      default -> randomFill();
    }
  }

  private void mixed(Entry integers) {
    Entry x = pool.input(sizes.broadcastable(integers.shape()));
    double magnitude = Math.max(-integers.range().low(), integers.range().high());
    Expr expr = expressions.mixed(RandomExpressions.input(0, false), magnitude, Expr.input(1));
    pool.offer(pool.one(new Pointwise(expr), integers, x));
  }

  private void integers(Entry x) {
    double magnitude = Math.max(-x.range().low(), x.range().high());
    Entry y =
        pool.input(new TensorType(DType.INT32, sizes.broadcastable(x.shape())), new Range(-5, 20));
    double grown = 3 * Math.max(magnitude, 20);
    if (grown < LARGEST) {
      Expr expr =
          expressions.integer(RandomExpressions.input(0, false), RandomExpressions.input(1, false));
      pool.offer(pool.apply(new Pointwise(expr), new Range(-grown, grown), x, y).get(0));
    }
  }

  private void argMax(Entry x) {
    if (x.shape().rank() > 0) {
      int axis = random.nextInt(x.shape().rank());
      int length = x.shape().dim(axis);
      if (length > 0) {
        pool.offer(pool.apply(new ArgMax(axis), new Range(0, length), x).get(0));
      }
    }
  }

  private void gather(Entry table) {
    if (table.shape().rank() == 0) {
      return;
    }
    int axis = random.nextInt(table.shape().rank());
    int rows = table.shape().dim(axis);
    Shape shape = sizes.shape(0, 2);
    Gather op = new Gather(axis);
    Shape result = table.shape().slice(0, axis).append(shape);
    result = result.append(table.shape().slice(axis + 1, table.shape().rank()));
    if (rows > 0 && result.rank() <= 5 && sizes.allows(result)) {
      Entry known = random.nextBoolean() ? pool.pick(i -> isIndex(i, shape)) : null;
      Entry indices = known == null ? indices(shape, rows) : clamped(known, rows);
      pool.offer(pool.apply(op, table.range(), table, indices).get(0));
    }
  }

  private static boolean isIndex(Entry entry, Shape shape) {
    return !entry.isFloat() && entry.shape().equals(shape);
  }

  private Entry indices(Shape shape, int rows) {
    return pool.input(new TensorType(DType.INT32, shape), new Range(0, rows));
  }

  private Entry clamped(Entry integers, int rows) {
    if (integers.range().low() >= 0 && integers.range().high() <= rows) {
      return integers;
    }
    Expr i = RandomExpressions.input(0, false);
    Expr clamped = i.max(Expr.constantInt(0)).min(Expr.constantInt(rows - 1));
    return pool.apply(new Pointwise(clamped), new Range(0, rows), integers).get(0);
  }

  private void scatterAdd(Entry updates) {
    int rank = updates.shape().rank();
    int axis = random.nextInt(rank + 1);
    int end = Math.min(rank, axis + random.nextInt(3));
    Shape shape = updates.shape().slice(axis, end);
    int size = Math.max(1, sizes.dim());
    ScatterAdd op = new ScatterAdd(axis, size);
    Entry indices = indices(shape, size);
    if (sizes.allows(op.infer(List.of(updates.type(), indices.type())).get(0).shape())) {
      Entry sum = pool.one(op, updates, indices);
      pool.offer(pool.scaled(sum, 1.0 / Math.max(1, shape.elementCount())));
    }
  }

  private void gatherSum(Entry table) {
    if (table.shape().rank() == 0 || table.shape().dim(0) == 0) {
      return;
    }
    Shape bags = sizes.shape(0, 2);
    int length = sizes.dim();
    GatherSum op = new GatherSum();
    Entry indices = indices(bags.append(length), table.shape().dim(0));
    Shape result = op.infer(List.of(table.type(), indices.type())).get(0).shape();
    if (result.rank() <= 5 && sizes.allows(result) && sizes.allows(indices.shape())) {
      // Not more than the largest element of the table, as a mean.
      Entry sum = pool.one(op, table, indices);
      pool.offer(pool.scaled(sum, 1.0 / Math.max(1, length)));
    }
  }

  private void scatterAddBags(Entry updates) {
    int rank = updates.shape().rank();
    Shape shape = updates.shape().slice(0, random.nextInt(Math.min(rank, 2) + 1));
    shape = shape.append(sizes.dim());
    ScatterAddBags op = new ScatterAddBags(Math.max(1, sizes.dim()));
    Entry indices = indices(shape, op.size());
    if (sizes.allows(op.infer(List.of(updates.type(), indices.type())).get(0).shape())
        && sizes.allows(shape)) {
      Entry sum = pool.one(op, updates, indices);
      pool.offer(pool.scaled(sum, 1.0 / Math.max(1, shape.elementCount())));
    }
  }

  private void crossEntropy(Entry logits) {
    int rank = logits.shape().rank();
    if (rank == 0 || logits.shape().dim(-1) == 0) {
      return;
    }
    int classes = logits.shape().dim(-1);
    // Labels outside of the classes are ignored.
    Entry labels =
        pool.input(
            new TensorType(DType.INT32, logits.shape().slice(0, rank - 1)),
            new Range(-1, classes + 1));
    for (Entry row : pool.apply(new SoftmaxCrossEntropy(), Pool.UNIT, logits, labels)) {
      pool.offer(pool.scaled(row, 1 / (2 + Math.log(classes))));
    }
  }

  private void randomFill() {
    Entry seed = pool.input(TensorType.int32(2), new Range(Integer.MIN_VALUE, Integer.MAX_VALUE));
    Entry step = pool.input(TensorType.int32(), new Range(0, 1000));
    RandomFill.Distribution distribution =
        random.nextBoolean() ? RandomFill.Distribution.UNIFORM : RandomFill.Distribution.NORMAL;
    Entry drawn =
        pool.one(new RandomFill(distribution, sizes.shape(0, 3), random.nextInt(4)), seed, step);
    boolean isUniform = distribution == RandomFill.Distribution.UNIFORM;
    pool.offer(isUniform ? drawn : pool.one(new Pointwise(Expr.input(0).times(0.5).tanh()), drawn));
  }
}
