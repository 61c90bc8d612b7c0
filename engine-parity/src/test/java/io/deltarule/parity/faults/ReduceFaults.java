package io.deltarule.parity.faults;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.Reduce;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Wrong sums in a gradient: over broadcast axes, over samples, over classes. */
final class ReduceFaults {
  private ReduceFaults() {}

  static Map<String, Planting.Wrong> of(Reduce op, Node node) {
    Map<String, Planting.Wrong> faults = new LinkedHashMap<>();
    TensorType x = node.input(0).type();
    if (op.length(x.shape()) < 2) {
      return faults;
    }
    faults.put("first element instead of the sum", (old, in) -> first(op, in.get(0)));
    faults.put("last element missing", (old, in) -> shortened(op, in.get(0)));
    Reduce.Kind other = op.kind() == Reduce.Kind.SUM ? Reduce.Kind.MEAN : Reduce.Kind.SUM;
    boolean squares = op.kind() == Reduce.Kind.SUM_OF_SQUARES;
    faults.put(
        squares ? "not squared" : "factor of the length",
        (old, in) -> apply(new Reduce(other, op.axes(), op.keepDims()), in));
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      Reduce wrong = overOther(op, axis);
      boolean fits = wrong != null && wrong.infer(List.of(x)).equals(op.infer(List.of(x)));
      if (fits && !same(op, wrong, x.shape())) {
        faults.put("wrong axis", (old, in) -> apply(wrong, in));
      }
    }
    return faults;
  }

  /** The reduction with its first axis replaced, or null if that one is reduced already. */
  private static Reduce overOther(Reduce op, int axis) {
    if (op.axes().contains(axis)) {
      return null;
    }
    List<Integer> axes = new ArrayList<>(op.axes());
    axes.set(0, axis);
    axes.sort(null);
    return new Reduce(op.kind(), axes, op.keepDims());
  }

  /** Axes of size 1 make no difference. */
  private static boolean same(Reduce a, Reduce b, Shape shape) {
    return notTrivial(a, shape).equals(notTrivial(b, shape));
  }

  private static List<Integer> notTrivial(Reduce op, Shape shape) {
    return op.axes().stream().filter(axis -> shape.dim(axis) > 1).toList();
  }

  private static Value first(Reduce op, Value x) {
    Value part = x;
    for (int axis : op.axes()) {
      part = part.slice(axis, 0, 1);
    }
    return apply(op, List.of(part));
  }

  private static Value shortened(Reduce op, Value x) {
    int axis =
        op.axes().stream().filter(candidate -> x.shape().dim(candidate) > 1).findFirst().get();
    return apply(op, List.of(x.slice(axis, 0, x.shape().dim(axis) - 1)));
  }

  private static Value apply(Reduce op, List<Value> in) {
    return in.get(0).graph().apply(op, in.get(0));
  }
}
