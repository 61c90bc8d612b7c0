package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The adjoint of a {@link Convolution} by its weight:
 *
 * <pre>{@code
 * dw[k, c, r] = sum over n, o of dy[n, k, o] x[n, g C/G + c, o * stride - low + r * dilation]
 * }</pre>
 *
 * <p>with g the group of output channel k. Inputs x [N, C, spatial...] and dy [N, K, outputs...],
 * output [K, C/G, kernel...].
 *
 * @param window strides, padding and dilation of the convolution
 * @param groups groups of channels
 * @param kernel the kernel's spatial dimensions, which several sizes share where the stride is not
 *     1
 */
public record ConvolutionWeightGradient(Window window, int groups, List<Integer> kernel)
    implements Op {
  public ConvolutionWeightGradient {
    kernel = List.copyOf(kernel);
    Convolution.requireGroups(groups);
  }

  /** The gradient by a weight of shape {@code w}. */
  static Value of(Window window, int groups, Value x, Value dy, Shape w) {
    List<Integer> kernel = Arrays.stream(w.dims()).skip(2).boxed().toList();
    return x.graph().apply(new ConvolutionWeightGradient(window, groups, kernel), x, dy);
  }

  @Override
  public String name() {
    return "convolution_weight_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 2);
    Shape x = Op.requireFloat(inputs.get(0)).shape();
    Shape dy = Op.requireFloat(inputs.get(1)).shape();
    Shape spatial = window.spatial(x, "input");
    Shape outputs = window.spatial(dy, "gradient of the output");
    Convolution.requireDivisible("input channels", x.dim(1), groups);
    Convolution.requireDivisible("output channels", dy.dim(1), groups);
    if (x.dim(0) != dy.dim(0)) {
      throw new IllegalArgumentException(
          "input and gradient of the output must have as many samples, got " + x + " and " + dy);
    }
    Shape w = Shape.of(dy.dim(1), x.dim(1) / groups).append(Shape.of(kernel));
    ConvolutionInputGradient.requireOutputs(window, spatial, window.spatial(w, "weight"), outputs);
    return List.of(new TensorType(DType.FLOAT32, w));
  }

  /** By x: the input gradient with the upstream gradient as weight; by dy: the convolution. */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Value x = node.input(0);
    Value dy = node.input(1);
    Value g = upstream.get(0);
    return List.of(
        ConvolutionInputGradient.of(window, groups, dy, g, x.shape()),
        x.convolution(g, window, groups));
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return Convolution.flops(inputs.get(1).shape(), outputs.get(0).shape());
  }
}
