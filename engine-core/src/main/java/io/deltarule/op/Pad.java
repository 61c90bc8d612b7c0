package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The input surrounded by, and optionally interleaved with, a constant. Along axis i there are
 * {@code before_i} constants, then the elements with {@code interior_i} constants between
 * neighbours, then {@code after_i} constants.
 *
 * @param value the constant
 */
public record Pad(List<Integer> before, List<Integer> after, List<Integer> interior, double value)
    implements Op {
  public Pad {
    before = List.copyOf(before);
    after = List.copyOf(after);
    interior = List.copyOf(interior);
  }

  /** Zeros before and after, along one axis of a shape. */
  public static Pad along(Shape shape, int axis, int before, int after) {
    List<Integer> zeros = Collections.nCopies(shape.rank(), 0);
    List<Integer> low = new ArrayList<>(zeros);
    List<Integer> high = new ArrayList<>(zeros);
    low.set(shape.axis(axis), before);
    high.set(shape.axis(axis), after);
    return new Pad(low, high, zeros, 0);
  }

  @Override
  public String name() {
    return "pad";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    Shape input = inputs.get(0).shape();
    if (before.size() != input.rank()
        || after.size() != input.rank()
        || interior.size() != input.rank()) {
      throw new IllegalArgumentException(
          "padding needs one number an axis of "
              + input
              + ", got "
              + before
              + ", "
              + after
              + ", "
              + interior);
    }
    int[] dims = new int[input.rank()];
    for (int i = 0; i < dims.length; i++) {
      if (before.get(i) < 0 || after.get(i) < 0 || interior.get(i) < 0) {
        throw new IllegalArgumentException(
            "padding must not be negative, got " + before + ", " + after + ", " + interior);
      }
      int between = Math.max(0, input.dim(i) - 1) * interior.get(i);
      dims[i] = before.get(i) + input.dim(i) + between + after.get(i);
    }
    return List.of(inputs.get(0).withShape(Shape.of(dims)));
  }

  /** The part of the upstream gradient where the input's elements went. */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Shape input = node.input(0).shape();
    List<Integer> ends = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    for (int i = 0; i < input.rank(); i++) {
      int step = interior.get(i) + 1;
      ends.add(before.get(i) + (input.dim(i) == 0 ? 0 : (input.dim(i) - 1) * step + 1));
      steps.add(step);
    }
    return List.of(node.graph().apply(new Slice(before, ends, steps), upstream.get(0)));
  }
}
