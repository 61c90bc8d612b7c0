package io.deltarule.parity.graphs;

import io.deltarule.expr.Expr;
import io.deltarule.graph.TensorType;
import io.deltarule.op.Op;
import io.deltarule.op.Placeholder;
import io.deltarule.op.Pointwise;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** The steps of a recipe in the making, and those of their values that further steps may use. */
final class Pool {
  /**
   * A value. Floating-point ones lie between -1 and 1.
   *
   * @param depth the operations on the longest way from an input
   * @param range what an integer lies in
   */
  record Entry(Ref ref, TensorType type, int depth, Range range) {
    Shape shape() {
      return type.shape();
    }

    boolean isFloat() {
      return type.dtype().isFloating();
    }
  }

  static final Range UNIT = new Range(-1, 1);

  private final SplittableRandom random;
  private final int deepest;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Range> ranges = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  Pool(SplittableRandom random, int deepest) {
    this.random = random;
    this.deepest = deepest;
  }

  List<Step> steps() {
    return steps;
  }

  Map<String, Range> ranges() {
    return ranges;
  }

  /** All values that may be used, in the order in which they came. */
  List<Entry> entries() {
    return entries;
  }

  /** A new floating-point input. */
  Entry input(Shape shape) {
    return input(float32(shape), UNIT);
  }

  /** The floating-point type of a shape. */
  static TensorType float32(Shape shape) {
    return new TensorType(DType.FLOAT32, shape);
  }

  /** A new input. */
  Entry input(TensorType type, Range range) {
    String name = (type.dtype().isFloating() ? "x" : "i") + ranges.size();
    ranges.put(name, range);
    Entry entry = apply(new Placeholder(name, type), range).get(0);
    entries.add(entry);
    return entry;
  }

  /** Adds a step; its values are not used further unless they are offered. */
  List<Entry> apply(Op op, Range range, Entry... arguments) {
    int depth = 0;
    List<TensorType> types = new ArrayList<>();
    List<Ref> refs = new ArrayList<>();
    for (Entry argument : arguments) {
      depth = Math.max(depth, argument.depth + 1);
      types.add(argument.type);
      refs.add(argument.ref);
    }
    List<Entry> results = new ArrayList<>();
    for (TensorType type : op.infer(types)) {
      results.add(new Entry(new Ref(steps.size(), results.size()), type, depth, range));
    }
    steps.add(new Step(op, refs));
    return results;
  }

  /** Adds a step of one floating-point output. */
  Entry one(Op op, Entry... arguments) {
    return apply(op, UNIT, arguments).get(0);
  }

  /** A value times a factor. */
  Entry scaled(Entry x, double factor) {
    return one(new Pointwise(Expr.input(0).times((float) factor)), x);
  }

  /** Lets further steps use a value. */
  void offer(Entry entry) {
    entries.add(entry);
  }

  /** A value that more may be built on, recent ones more often; null if none will do. */
  Entry pick(Predicate<Entry> suitable) {
    List<Entry> found =
        entries.stream().filter(e -> e.depth < deepest && suitable.test(e)).toList();
    if (found.isEmpty()) {
      return null;
    }
    int reach = random.nextInt(3) == 0 ? found.size() : Math.min(4, found.size());
    return found.get(found.size() - 1 - random.nextInt(reach));
  }
}
