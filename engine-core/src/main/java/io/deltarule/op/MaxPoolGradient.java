package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Values added up at places of their own channel, the adjoint of {@link MaxPoolSelect}: {@code
 * dx[n, c, i] = sum over the o with place[n, c, o] = i of dy[n, c, o]}, ascending.
 *
 * <p>Inputs dy FLOAT32 and places INT32, both [N, C, outputs...]; output [N, C, spatial...]. A
 * place is the row-major index of a spatial position; what has a place outside of them is left out.
 *
 * @param spatial the spatial dimensions of the result
 */
public record MaxPoolGradient(List<Integer> spatial) implements Op {
  public MaxPoolGradient {
    spatial = List.copyOf(spatial);
  }

  @Override
  public String name() {
    return "max_pool_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 2);
    Shape dy = Op.requireFloat(inputs.get(0)).shape();
    Shape places = Op.requireInt(inputs.get(1), "places").shape();
    if (dy.rank() < 2 || !dy.equals(places)) {
      throw new IllegalArgumentException(
          "values and places must have one shape [N, C, ...], got " + dy + " and " + places);
    }
    return List.of(new TensorType(DType.FLOAT32, dy.slice(0, 2).append(Shape.of(spatial))));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    return Arrays.asList(
        node.graph().apply(new MaxPoolSelect(), upstream.get(0), node.input(1)), null);
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return inputs.get(0).shape().elementCount();
  }
}
