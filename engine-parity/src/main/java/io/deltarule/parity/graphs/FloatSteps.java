package io.deltarule.parity.graphs;

import io.deltarule.expr.Expr;
import io.deltarule.op.Barrier;
import io.deltarule.op.CustomGradient;
import io.deltarule.op.LogSoftmax;
import io.deltarule.op.MatMul;
import io.deltarule.op.Op;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reduce;
import io.deltarule.op.Softmax;
import io.deltarule.op.StopGradient;
import io.deltarule.parity.graphs.Pool.Entry;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Steps that compute with floating-point numbers. */
final class FloatSteps {
  private static final int MOST_FACTOR_ELEMENTS = 60_000;

  private final SplittableRandom random;
  private final Sizes sizes;
  private final Pool pool;
  private final RandomExpressions expressions;
  private final int deepestScaled;

  /** Steps that scale their argument only up to a depth. */
  FloatSteps(SplittableRandom random, Sizes sizes, Pool pool, int deepestScaled) {
    this.random = random;
    this.sizes = sizes;
    this.pool = pool;
    this.expressions = new RandomExpressions(random);
    this.deepestScaled = deepestScaled;
  }

  /** Adds a step on a value, if it can be done. */
  void add(Entry x) {
    switch (random.nextInt(13)) {
      case 0, 1, 2, 3, 4, 5 -> pointwise(x);
      case 6, 7 -> reduce(x);
      case 8, 9, 10 -> matmul(x);
      case 11 -> softmax(x);
      default -> special(x);
    }
  }

  private void pointwise(Entry x) {
    List<Entry> inputs = new ArrayList<>(List.of(x));
    int more = random.nextInt(3);
    for (int i = 0; i < more; i++) {
      Entry y = pool.pick(e -> e.isFloat() && broadcasts(e, inputs));
      inputs.add(
          y == null || random.nextInt(5) == 0 ? pool.input(sizes.broadcastable(x.shape())) : y);
    }
    List<Expr> operands = new ArrayList<>();
    inputs.forEach(input -> operands.add(Expr.input(operands.size())));
    List<Expr> results = new ArrayList<>();
    int outputs = random.nextInt(5) == 0 ? random.nextInt(2, 4) : 1;
    for (int i = 0; i < outputs; i++) {
      results.add(expressions.over(operands));
    }
    Pointwise op = new Pointwise(results);
    pool.apply(op, Pool.UNIT, inputs.toArray(Entry[]::new)).forEach(pool::offer);
  }

  private boolean broadcasts(Entry entry, List<Entry> others) {
    Shape common = entry.shape();
    for (Entry other : others) {
      if (!fit(common, other.shape())) {
        return false;
      }
      common = Shape.broadcast(common, other.shape());
    }
    return sizes.allows(common);
  }

  private static boolean fit(Shape a, Shape b) {
    for (int i = 1; i <= Math.min(a.rank(), b.rank()); i++) {
      if (a.dim(-i) != b.dim(-i) && a.dim(-i) != 1 && b.dim(-i) != 1) {
        return false;
      }
    }
    return true;
  }

  private void reduce(Entry x) {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      if (random.nextBoolean()) {
        axes.add(axis);
      }
    }
    Reduce.Kind kind = one(Reduce.Kind.values());
    long length = new Reduce(kind, axes, false).length(x.shape());
    Reduce op = new Reduce(length == 0 ? Reduce.Kind.SUM : kind, axes, random.nextBoolean());
    Entry y = pool.one(op, x);
    boolean grows = op.kind() == Reduce.Kind.SUM || op.kind() == Reduce.Kind.SUM_OF_SQUARES;
    pool.offer(grows ? pool.scaled(y, 1.0 / Math.max(1, length)) : y);
  }

  private void matmul(Entry a) {
    if (a.shape().rank() < 2) {
      return;
    }
    boolean transposeA = random.nextBoolean();
    boolean transposeB = random.nextBoolean();
    int k = a.shape().dim(transposeA ? -2 : -1);
    Entry known =
        pool.pick(
            b ->
                b.isFloat()
                    && b.shape().rank() > 1
                    && b.shape().dim(transposeB ? -1 : -2) == k
                    && fit(MatMul.batch(a.shape()), MatMul.batch(b.shape())));
    Entry b = known == null || random.nextInt(3) == 0 ? factor(a, k, transposeB) : known;
    MatMul op = new MatMul(transposeA, transposeB);
    if (sizes.allows(op.infer(List.of(a.type(), b.type())).get(0).shape())) {
      pool.offer(pool.scaled(pool.one(op, a, b), 1.0 / Math.max(1, k)));
    }
  }

  private Entry factor(Entry a, int k, boolean transposed) {
    Shape batch = sizes.broadcastable(MatMul.batch(a.shape()));
    int wanted = sizes.dim();
    // Two large dimensions at once would cost the reference seconds.
    int n = (long) wanted * k <= MOST_FACTOR_ELEMENTS ? wanted : 1 + wanted % 7;
    return pool.input(transposed ? batch.append(n, k) : batch.append(k, n));
  }

  private void softmax(Entry x) {
    if (x.shape().rank() == 0) {
      return;
    }
    int axis = random.nextInt(x.shape().rank());
    boolean scale = x.depth() < deepestScaled && random.nextBoolean();
    Entry logits = scale ? pool.scaled(x, 4) : x;
    double bound = 8 + Math.log(Math.max(1, x.shape().dim(axis)));
    pool.offer(
        random.nextBoolean()
            ? pool.one(new Softmax(axis), logits)
            : pool.scaled(pool.one(new LogSoftmax(axis), logits), 1 / bound));
  }

  private void special(Entry x) {
    switch (random.nextInt(3)) {
      case 0 -> pool.offer(pool.one(new StopGradient(), x));
      case 1 -> pool.offer(pool.one(new Barrier(), x, pool.pick(entry -> true)));
      default -> {
        Op composed = new Pointwise(expressions.over(List.of(Expr.input(0))));
        GradientRule rule = one(GradientRule.values());
        pool.offer(pool.one(new CustomGradient(rule), pool.one(composed, x), x));
      }
    }
  }

  private <T> T one(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
