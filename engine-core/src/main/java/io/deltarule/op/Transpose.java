package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The axes in another order: axis i of the output is axis {@code permutation.get(i)} of the input.
 *
 * @param permutation each axis once
 */
public record Transpose(List<Integer> permutation) implements Op {
  public Transpose {
    permutation = List.copyOf(permutation);
    for (int axis = 0; axis < permutation.size(); axis++) {
      if (!permutation.contains(axis)) {
        throw new IllegalArgumentException(
            permutation
                + " is no permutation; name each axis from 0 to "
                + (permutation.size() - 1)
                + " once");
      }
    }
  }

  public static Transpose of(int... permutation) {
    return new Transpose(Arrays.stream(permutation).boxed().toList());
  }

  @Override
  public String name() {
    return "transpose";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    Shape input = inputs.get(0).shape();
    if (input.rank() != permutation.size()) {
      throw new IllegalArgumentException(
          "permutation " + permutation + " needs rank " + permutation.size() + ", got " + input);
    }
    return List.of(
        inputs.get(0).withShape(Shape.of(permutation.stream().map(input::dim).toList())));
  }

  /** The permutation that undoes this one. */
  public Transpose inverse() {
    List<Integer> inverse = new ArrayList<>();
    for (int axis = 0; axis < permutation.size(); axis++) {
      inverse.add(permutation.indexOf(axis));
    }
    return new Transpose(inverse);
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    return List.of(node.graph().apply(inverse(), upstream.get(0)));
  }
}
