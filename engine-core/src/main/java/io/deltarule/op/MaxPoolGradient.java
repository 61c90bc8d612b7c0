package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The gradient of {@link MaxPool} by its input, adjoint of {@link MaxPoolSelect}: {@code dx[n, c,
 * i] = sum over the o with place[n, c, o] = i of dy[n, c, o]}, ascending.
 *
 * <p>Inputs dy FLOAT32 and places INT32, both [N, C, outputs...]; output [N, C, spatial...]. The
 * places are those that a MaxPool with the same window found: each within its window, or -1, which
 * adds nothing. What others would give is not defined.
 *
 * @param kernel the window's size along each spatial axis
 * @param window strides, padding and dilation
 * @param spatial the spatial dimensions of the pooling's input, which several sizes share where the
 *     stride is not 1
 */
public record MaxPoolGradient(List<Integer> kernel, Window window, List<Integer> spatial)
    implements Op {
  public MaxPoolGradient {
    kernel = List.copyOf(kernel);
    spatial = List.copyOf(spatial);
    MaxPool.requireKernel(kernel, window);
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
    Shape outputs = window.spatial(dy, "gradient of the output");
    if (!dy.equals(places)) {
      throw new IllegalArgumentException(
          "gradient of the output and places must have one shape, got " + dy + " and " + places);
    }
    Shape x = dy.slice(0, 2).append(Shape.of(spatial));
    ConvolutionInputGradient.requireOutputs(
        window, window.spatial(x, "input"), Shape.of(kernel), outputs);
    return List.of(new TensorType(DType.FLOAT32, x));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Op select = new MaxPoolSelect(kernel, window);
    return Arrays.asList(node.graph().apply(select, upstream.get(0), node.input(1)), null);
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return inputs.get(0).shape().elementCount();
  }
}
