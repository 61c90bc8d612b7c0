package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The elements where a {@link MaxPool}, of another tensor as a rule, found its maxima: {@code y[n,
 * c, o] = x[n, c, place[n, c, o]]}.
 *
 * <p>Inputs x FLOAT32 [N, C, spatial...] and places INT32 [N, C, {@link Window#outputs}]; output of
 * the places' shape. The places are those that a MaxPool with the same window found: each within
 * its window, or -1, which gives 0. What others would give is not defined.
 *
 * @param kernel the window's size along each spatial axis
 * @param window strides, padding and dilation
 */
public record MaxPoolSelect(List<Integer> kernel, Window window) implements Op {
  public MaxPoolSelect {
    kernel = List.copyOf(kernel);
    MaxPool.requireKernel(kernel, window);
  }

  @Override
  public String name() {
    return "max_pool_select";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 2);
    Shape x = Op.requireFloat(inputs.get(0)).shape();
    Shape places = Op.requireInt(inputs.get(1), "places").shape();
    Shape expected = MaxPool.pooled(x, kernel, window);
    if (!expected.equals(places)) {
      throw new IllegalArgumentException(
          "places must have shape " + expected + " for values " + x + ", got " + places);
    }
    return List.of(new TensorType(DType.FLOAT32, places));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Op scatter = new MaxPoolGradient(kernel, window, MaxPool.spatialOf(node.input(0).shape()));
    return Arrays.asList(node.graph().apply(scatter, upstream.get(0), node.input(1)), null);
  }
}
