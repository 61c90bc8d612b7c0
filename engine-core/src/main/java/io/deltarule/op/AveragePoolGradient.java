package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.List;

/**
 * The adjoint of {@link AveragePool}: {@code dx[n, c, i] = sum over the o whose window has i of
 * dy[n, c, o] / count}, ascending.
 *
 * <p>Input [N, C, outputs...], output [N, C, spatial...].
 *
 * @param kernel the window's size along each spatial axis
 * @param window strides, padding and dilation
 * @param countsPadding whether padding counts
 * @param spatial the spatial dimensions of the pooling's input, which several sizes share where the
 *     stride is not 1
 */
public record AveragePoolGradient(
    List<Integer> kernel, Window window, boolean countsPadding, List<Integer> spatial)
    implements Op {
  public AveragePoolGradient {
    kernel = List.copyOf(kernel);
    spatial = List.copyOf(spatial);
    MaxPool.requireKernel(kernel, window);
  }

  @Override
  public String name() {
    return "average_pool_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    Shape dy = Op.requireFloat(inputs.get(0)).shape();
    Shape outputs = window.spatial(dy, "gradient of the output");
    Shape x = dy.slice(0, 2).append(Shape.of(spatial));
    ConvolutionInputGradient.requireOutputs(
        window, window.spatial(x, "input"), Shape.of(kernel), outputs);
    return List.of(new TensorType(DType.FLOAT32, x));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    return List.of(
        node.graph().apply(new AveragePool(kernel, window, countsPadding), upstream.get(0)));
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return inputs.get(0).shape().elementCount() * (Shape.of(kernel).elementCount() + 1);
  }
}
