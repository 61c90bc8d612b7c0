package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The largest element of every window over 1 to 3 spatial axes, and where it is: {@code y[n, c, o]
 * = max over r of x[n, c, o * stride - low + r * dilation]}.
 *
 * <p>Input [N, C, spatial...]; outputs y FLOAT32 and places INT32, both [N, C, {@link
 * Window#outputs}]. A place is the row-major index of the first maximum among the spatial positions
 * of its channel, as PyTorch's {@code return_indices} gives it; the first NaN counts as largest.
 * Padding is never taken: a window of padding alone gives negative infinity and place -1.
 *
 * @param kernel the window's size along each spatial axis
 * @param window strides, padding and dilation
 */
public record MaxPool(List<Integer> kernel, Window window) implements Op {
  public MaxPool {
    kernel = List.copyOf(kernel);
    requireKernel(kernel, window);
  }

  static void requireKernel(List<Integer> kernel, Window window) {
    if (kernel.size() != window.axes()) {
      throw new IllegalArgumentException(
          "pooling kernel must have a size for each of the window's "
              + window.axes()
              + " spatial axes, got "
              + kernel);
    }
  }

  @Override
  public String name() {
    return "max_pool";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    Shape y = pooled(Op.requireFloat(inputs.get(0)).shape(), kernel, window);
    return List.of(new TensorType(DType.FLOAT32, y), new TensorType(DType.INT32, y));
  }

  static Shape pooled(Shape x, List<Integer> kernel, Window window) {
    return x.slice(0, Math.min(2, x.rank()))
        .append(window.outputs(window.spatial(x, "input"), Shape.of(kernel)));
  }

  static List<Integer> spatialOf(Shape x) {
    return Arrays.stream(x.dims()).skip(2).boxed().toList();
  }

  /** The upstream gradient, added up where the maxima were. */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Op scatter = new MaxPoolGradient(kernel, window, spatialOf(node.input(0).shape()));
    return List.of(node.graph().apply(scatter, upstream.get(0), node.output(1)));
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return outputs.get(0).shape().elementCount() * Shape.of(kernel).elementCount();
  }
}
