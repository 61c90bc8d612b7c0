package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.List;

/**
 * The mean of every window over 1 to 3 spatial axes: {@code y[n, c, o] = sum over r of x[n, c, o *
 * stride - low + r * dilation] / count}.
 *
 * <p>Input [N, C, spatial...], output [N, C, {@link Window#outputs}]. The count is that of the
 * window's taps, padding included, or of those within the input. A window of padding alone gives 0.
 *
 * @param kernel the window's size along each spatial axis
 * @param window strides, padding and dilation
 * @param countsPadding whether padding counts: PyTorch's {@code count_include_pad}
 */
public record AveragePool(List<Integer> kernel, Window window, boolean countsPadding)
    implements Op {
  public AveragePool {
    kernel = List.copyOf(kernel);
    MaxPool.requireKernel(kernel, window);
  }

  @Override
  public String name() {
    return "average_pool";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    Shape y = MaxPool.pooled(Op.requireFloat(inputs.get(0)).shape(), kernel, window);
    return List.of(new TensorType(DType.FLOAT32, y));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    List<Integer> spatial = MaxPool.spatialOf(node.input(0).shape());
    Op adjoint = new AveragePoolGradient(kernel, window, countsPadding, spatial);
    return List.of(node.graph().apply(adjoint, upstream.get(0)));
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return outputs.get(0).shape().elementCount() * (Shape.of(kernel).elementCount() + 1);
  }
}
