package io.deltarule.parity.graphs;

import io.deltarule.expr.Expr;
import io.deltarule.op.Constant;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reduce;
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

  /** Every such graph has normalisations as well; the others stay what they were without. */
  private static final int NORMALIZING = 4;

  private final long seed;
  private final boolean normalizing;
  private final SplittableRandom random;
  private final Sizes sizes;
  private final Pool pool;
  private final FloatSteps floats;
  private final LayoutSteps layouts;
  private final IndexSteps indices;
  private final RecurrentSteps recurrences;
  private final WindowSteps windows;
  private final NormalizationSteps normalizations;
  private final AttentionSteps attentions;

  private GraphGenerator(long seed) {
    this.seed = seed;
    normalizing = seed % NORMALIZING == 0;
    random = new SplittableRandom(seed);
    sizes = new Sizes(random);
    pool = new Pool(random, DEEPEST - STEP_AND_SCALE + 1);
    floats = new FloatSteps(random, sizes, pool, DEEPEST - STEP_AND_SCALE);
    layouts = new LayoutSteps(random, sizes, pool);
    indices = new IndexSteps(random, sizes, pool);
    recurrences = new RecurrentSteps(random, sizes, pool);
    windows = new WindowSteps(random, sizes, pool, DEEPEST - 2 * STEP_AND_SCALE);
    normalizations = new NormalizationSteps(random, pool, DEEPEST - STEP_AND_SCALE - 1);
    attentions = new AttentionSteps(random, sizes, pool);
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
      // A weight at least is a floating-point input, so that there is a gradient.
      losses.add(loss(floating(), i == 0 || random.nextBoolean()).ref());
    }
    LossMode mode = random.nextBoolean() ? LossMode.SUMMED : LossMode.ONE_AT_A_TIME;
    return new Recipe(seed, pool.steps(), pool.ranges(), outputs, losses, mode).pruned();
  }

  private Entry any() {
    return pool.pick(entry -> true);
  }

  private Entry floating() {
    return pool.pick(Entry::isFloat);
  }

  private void add() {
    if (normalizing && random.nextInt(8) == 0) {
      normalizations.add(floating());
      return;
    }
    int chance = random.nextInt(23);
    if (chance == 22) {
      attentions.add(floating());
    } else if (chance < 13) {
      floats.add(floating());
    } else if (chance < 17) {
      layouts.add(any());
    } else if (chance < 20) {
      indices.add(any());
    } else if (chance < 21) {
      recurrences.add(floating());
    } else {
      windows.add(floating());
    }
  }

  private Entry constant() {
    Shape shape = sizes.shape(0, 2);
    Tensor value = Pool.UNIT.draw(seed, "constant", Pool.float32(shape));
    return pool.one(new Constant(value.to(random.nextBoolean() ? DType.FLOAT64 : DType.FLOAT32)));
  }

  /** The mean or sum of a value, weighted by an input or by itself. */
  private Entry loss(Entry x, boolean isWeighted) {
    Entry weighted =
        isWeighted
            ? pool.one(new Pointwise(Expr.input(0).times(Expr.input(1))), x, pool.input(x.shape()))
            : pool.one(new Pointwise(Expr.input(0).plus(Expr.input(0).square())), x);
    boolean isEmpty = x.shape().elementCount() == 0;
    Reduce.Kind kind = isEmpty || random.nextInt(3) == 0 ? Reduce.Kind.SUM : Reduce.Kind.MEAN;
    return pool.one(Reduce.over(kind, x.shape(), false), weighted);
  }
}
