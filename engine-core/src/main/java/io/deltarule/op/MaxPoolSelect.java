package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Elements of every channel by place, such as those where a {@link MaxPool} found its maxima:
 * {@code y[n, c, o] = x[n, c, place[n, c, o]]}.
 *
 * <p>Inputs x FLOAT32 [N, C, spatial...] and places INT32 [N, C, outputs...]; output of the places'
 * shape. A place is the row-major index of a spatial position; one outside of them gives 0.
 */
public record MaxPoolSelect() implements Op {
  @Override
  public String name() {
    return "max_pool_select";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 2);
    Shape x = Op.requireFloat(inputs.get(0)).shape();
    Shape places = Op.requireInt(inputs.get(1), "places").shape();
    if (x.rank() < 2 || places.rank() < 2 || !x.slice(0, 2).equals(places.slice(0, 2))) {
      throw new IllegalArgumentException(
          "values [N, C, ...] and places must have the same N and C, got " + x + " and " + places);
    }
    return List.of(new TensorType(DType.FLOAT32, places));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Op scatter = new MaxPoolGradient(MaxPool.spatialOf(node.input(0).shape()));
    return Arrays.asList(node.graph().apply(scatter, upstream.get(0), node.input(1)), null);
  }
}
