package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A rectangular part: along axis i the elements {@code starts_i, starts_i + steps_i, ...} before
 * {@code ends_i}.
 *
 * @param starts the first index along each axis
 * @param ends one past the last index along each axis
 * @param steps the distance between indices along each axis, 1 or more
 */
public record Slice(List<Integer> starts, List<Integer> ends, List<Integer> steps) implements Op {
  public Slice {
    starts = List.copyOf(starts);
    ends = List.copyOf(ends);
    steps = List.copyOf(steps);
  }

  /** The part from {@code from} to {@code to} along one axis of a shape, whole along the others. */
  public static Slice along(Shape shape, int axis, int from, int to) {
    List<Integer> starts = new ArrayList<>(Collections.nCopies(shape.rank(), 0));
    List<Integer> ends = new ArrayList<>();
    for (int dim : shape.dims()) {
      ends.add(dim);
    }
    starts.set(shape.axis(axis), from);
    ends.set(shape.axis(axis), to);
    return new Slice(starts, ends, Collections.nCopies(shape.rank(), 1));
  }

  @Override
  public String name() {
    return "slice";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    Shape input = inputs.get(0).shape();
    if (starts.size() != input.rank()
        || ends.size() != input.rank()
        || steps.size() != input.rank()) {
      throw new IllegalArgumentException(
          "slice "
              + starts
              + " to "
              + ends
              + " by "
              + steps
              + " needs one number an axis of "
              + input);
    }
    int[] dims = new int[input.rank()];
    for (int i = 0; i < dims.length; i++) {
      int start = starts.get(i);
      int end = ends.get(i);
      if (start < 0 || end < start || end > input.dim(i) || steps.get(i) < 1) {
        throw new IllegalArgumentException(
            "slice "
                + start
                + " to "
                + end
                + " by "
                + steps.get(i)
                + " along axis "
                + i
                + " is out of range for "
                + input);
      }
      dims[i] = (end - start + steps.get(i) - 1) / steps.get(i);
    }
    return List.of(inputs.get(0).withShape(Shape.of(dims)));
  }

  /** Zeros of the input's shape with the upstream gradient where the elements came from. */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Shape input = node.input(0).shape();
    Shape output = node.output(0).shape();
    List<Integer> after = new ArrayList<>();
    List<Integer> interior = new ArrayList<>();
    for (int i = 0; i < input.rank(); i++) {
      int count = output.dim(i);
      int covered = count == 0 ? 0 : (count - 1) * steps.get(i) + 1;
      after.add(input.dim(i) - starts.get(i) - covered);
      interior.add(steps.get(i) - 1);
    }
    return List.of(node.graph().apply(new Pad(starts, after, interior, 0), upstream.get(0)));
  }
}
