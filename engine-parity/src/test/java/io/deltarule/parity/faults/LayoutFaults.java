package io.deltarule.parity.faults;

import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Pad;
import io.deltarule.op.Slice;
import io.deltarule.op.Transpose;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Wrong moves of elements in a gradient. */
final class LayoutFaults {
  private LayoutFaults() {}

  static Map<String, Planting.Wrong> slice(Slice op, Node node) {
    Map<String, Planting.Wrong> faults = new LinkedHashMap<>();
    Shape x = node.input(0).shape();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (op.ends().get(axis) < x.dim(axis)) {
        Slice late = new Slice(by(op.starts(), axis, 1), by(op.ends(), axis, 1), op.steps());
        faults.put("one late along axis " + axis, (old, in) -> apply(late, in));
      }
      if (op.starts().get(axis) > 0) {
        Slice early = new Slice(by(op.starts(), axis, -1), by(op.ends(), axis, -1), op.steps());
        faults.put("one early along axis " + axis, (old, in) -> apply(early, in));
      }
    }
    return faults;
  }

  static Map<String, Planting.Wrong> pad(Pad op, Node node) {
    Map<String, Planting.Wrong> faults = new LinkedHashMap<>();
    if (node.input(0).shape().elementCount() == 0) {
      return faults;
    }
    for (int axis = 0; axis < node.input(0).shape().rank(); axis++) {
      if (op.after().get(axis) > 0) {
        Pad late = moved(op, axis, 1);
        faults.put("one late along axis " + axis, (old, in) -> apply(late, in));
      }
      if (op.before().get(axis) > 0) {
        Pad early = moved(op, axis, -1);
        faults.put("one early along axis " + axis, (old, in) -> apply(early, in));
      }
    }
    Pad filled = new Pad(op.before(), op.after(), op.interior(), 1);
    if (node.output(0).shape().elementCount() > node.input(0).shape().elementCount()) {
      faults.put("padded with ones", (old, in) -> apply(filled, in));
    }
    return faults;
  }

  private static Pad moved(Pad op, int axis, int by) {
    return new Pad(by(op.before(), axis, by), by(op.after(), axis, -by), op.interior(), op.value());
  }

  private static List<Integer> by(List<Integer> numbers, int axis, int add) {
    List<Integer> changed = new ArrayList<>(numbers);
    changed.set(axis, changed.get(axis) + add);
    return changed;
  }

  /** The elements in the order in which they lay. */
  static Map<String, Planting.Wrong> transpose(Node node) {
    List<Integer> order = ((Transpose) node.op()).permutation();
    Shape x = node.input(0).shape();
    List<Integer> moving = order.stream().filter(axis -> x.dim(axis) > 1).toList();
    return moving.equals(moving.stream().sorted().toList())
        ? Map.of()
        : Map.of("not transposed", (old, in) -> in.get(0).reshape(old.output(0).shape()));
  }

  /** The elements in the order of the transposed axes. */
  static Map<String, Planting.Wrong> broadcast(Node node) {
    Shape x = node.input(0).shape();
    int[] reversed = IntStream.range(0, x.rank()).map(axis -> x.rank() - 1 - axis).toArray();
    return Arrays.stream(x.dims()).filter(dim -> dim > 1).count() < 2
        ? Map.of()
        : Map.of("transposed", (old, in) -> repeated(in.get(0).transpose(reversed), old));
  }

  private static Value repeated(Value x, Node old) {
    return x.reshape(old.input(0).shape()).broadcastTo(old.output(0).shape());
  }

  private static Value apply(io.deltarule.op.Op op, List<Value> in) {
    return in.get(0).graph().apply(op, in.get(0));
  }
}
