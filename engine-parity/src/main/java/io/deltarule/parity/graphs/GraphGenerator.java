package io.deltarule.parity.graphs;

import io.deltarule.expr.Expr;
import io.deltarule.op.Barrier;
import io.deltarule.op.Constant;
import io.deltarule.op.CustomGradient;
import io.deltarule.op.LogSoftmax;
import io.deltarule.op.MatMul;
import io.deltarule.op.Op;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reduce;
import io.deltarule.op.Softmax;
import io.deltarule.op.StopGradient;
import io.deltarule.parity.graphs.Pool.Entry;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Well-typed recipes by chance: up to {@value #DEEPEST} operations on the way from an input to an
 * output, values used several times, broadcasts, several outputs and up to three losses. All values
 * that steps build on lie between -1 and 1, so that nothing overflows.
 */
public final class GraphGenerator {
  private static final int DEEPEST = 12;

  /** What a step and what scales its result, or a loss, add to the depth of a value. */
  private static final int STEP_AND_SCALE = 2;

  private final long seed;
  private final SplittableRandom random;
  private final Sizes sizes;
  private final Pool pool;
  private final RandomExpressions expressions;
  private final LayoutSteps layouts;
  private final IndexSteps indices;

  private GraphGenerator(long seed) {
    this.seed = seed;
    random = new SplittableRandom(seed);
    sizes = new Sizes(random);
    pool = new Pool(random, DEEPEST - STEP_AND_SCALE + 1);
    expressions = new RandomExpressions(random);
    layouts = new LayoutSteps(random, sizes, pool);
    indices = new IndexSteps(random, sizes, pool);
  }

  /** The recipe of a seed. */
  public static Recipe recipe(long seed) {
    return new GraphGenerator(seed).build();
  }

  private Recipe build() {
    int inputs = random.nextInt(1, 4);
    for (int i = 0; i < inputs; i++) {
      pool.input(sizes.shape(i == 0 ? 1 : 0, 4));
    }
    if (random.nextInt(4) == 0) {
      pool.offer(constant());
    }
    int operations = random.nextInt(3, 22);
    for (int i = 0; i < operations; i++) {
      add();
    }
    List<Ref> outputs = new ArrayList<>();
    int count = random.nextInt(1, 5);
    for (int i = 0; i < count; i++) {
      outputs.add(i == 0 ? pool.entries().get(pool.entries().size() - 1).ref() : any().ref());
    }
    List<Ref> losses = new ArrayList<>();
    int lossCount = random.nextInt(1, 4);
    for (int i = 0; i < lossCount; i++) {
      losses.add(loss(floating()).ref());
    }
    LossMode mode = one(LossMode.values());
    return new Recipe(seed, pool.steps(), pool.ranges(), outputs, losses, mode).pruned();
  }

  private <T> T one(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private Entry any() {
    return pool.pick(entry -> true);
  }

  private Entry floating() {
    return pool.pick(Entry::isFloat);
  }

  private void add() {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> pointwise(floating());
      case 6, 7, 8, 9 -> layouts.add(any());
      case 10, 11, 12 -> indices.add(any());
      case 13, 14 -> reduce(floating());
      case 15, 16, 17 -> matmul(floating());
      case 18 -> softmax(floating());
      default -> special(floating());
    }
  }

  private Entry constant() {
    Shape shape = sizes.shape(0, 2);
    Tensor value = Pool.UNIT.draw(seed, "constant", Pool.float32(shape));
    return pool.one(new Constant(value.to(random.nextBoolean() ? DType.FLOAT64 : DType.FLOAT32)));
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
    pool.offer(op.kind() == Reduce.Kind.SUM ? scaled(y, 1.0 / Math.max(1, length)) : y);
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
      pool.offer(scaled(pool.one(op, a, b), 1.0 / Math.max(1, k)));
    }
  }

  private Entry factor(Entry a, int k, boolean transposed) {
    Shape batch = sizes.broadcastable(MatMul.batch(a.shape()));
    int n = sizes.dim();
    return pool.input(transposed ? batch.append(n, k) : batch.append(k, n));
  }

  private void softmax(Entry x) {
    if (x.shape().rank() == 0) {
      return;
    }
    int axis = random.nextInt(x.shape().rank());
    boolean scale = x.depth() < DEEPEST - STEP_AND_SCALE && random.nextBoolean();
    Entry logits = scale ? scaled(x, 4) : x;
    double bound = 8 + Math.log(Math.max(1, x.shape().dim(axis)));
    pool.offer(
        random.nextBoolean()
            ? pool.one(new Softmax(axis), logits)
            : scaled(pool.one(new LogSoftmax(axis), logits), 1 / bound));
  }

  private void special(Entry x) {
    switch (random.nextInt(3)) {
      case 0 -> pool.offer(pool.one(new StopGradient(), x));
      case 1 -> pool.offer(pool.one(new Barrier(), x, any()));
      default -> {
        Op composed = new Pointwise(expressions.over(List.of(Expr.input(0))));
        GradientRule rule = one(GradientRule.values());
        pool.offer(pool.one(new CustomGradient(rule), pool.one(composed, x), x));
      }
    }
  }

  /** The mean of a value, weighted so that no gradient is 0 by symmetry. */
  private Entry loss(Entry x) {
    Entry weighted =
        random.nextBoolean()
            ? pool.one(new Pointwise(Expr.input(0).plus(Expr.input(0).square())), x)
            : pool.one(new Pointwise(Expr.input(0).times(Expr.input(1))), x, pool.input(x.shape()));
    boolean isEmpty = x.shape().elementCount() == 0;
    Reduce.Kind kind = isEmpty || random.nextInt(3) == 0 ? Reduce.Kind.SUM : Reduce.Kind.MEAN;
    return pool.one(Reduce.over(kind, x.shape(), false), weighted);
  }

  private Entry scaled(Entry x, double factor) {
    return pool.one(new Pointwise(Expr.input(0).times((float) factor)), x);
  }
}
