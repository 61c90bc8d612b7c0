package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The adjoint of a {@link Convolution} by its input, also known as transposed convolution:
 *
 * <pre>{@code
 * dx[n, g C/G + c, i] = sum over k in group g, and o, r with o * stride - low + r * dilation = i,
 *                       of dy[n, k, o] w[k, c, r]
 * }</pre>
 *
 * <p>Inputs dy [N, K, outputs...] and w [K, C/G, kernel...], output [N, C, spatial...].
 *
 * @param window strides, padding and dilation of the convolution
 * @param groups groups of channels
 * @param spatial the spatial dimensions of the convolution's input, which several sizes share where
 *     the stride is not 1
 */
public record ConvolutionInputGradient(Window window, int groups, List<Integer> spatial)
    implements Op {
  public ConvolutionInputGradient {
    spatial = List.copyOf(spatial);
    Convolution.requireGroups(groups);
  }

  /** The gradient by an input of shape {@code x}. */
  static Value of(Window window, int groups, Value dy, Value w, Shape x) {
    List<Integer> spatial = Arrays.stream(x.dims()).skip(2).boxed().toList();
    return dy.graph().apply(new ConvolutionInputGradient(window, groups, spatial), dy, w);
  }

  @Override
  public String name() {
    return "convolution_input_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 2);
    Shape dy = Op.requireFloat(inputs.get(0)).shape();
    Shape w = Op.requireFloat(inputs.get(1)).shape();
    Shape outputs = window.spatial(dy, "gradient of the output");
    Shape kernel = window.spatial(w, "weight");
    Convolution.requireDivisible("output channels", w.dim(0), groups);
    if (dy.dim(1) != w.dim(0)) {
      throw new IllegalArgumentException(
          "gradient of the output must have the weight's "
              + w.dim(0)
              + " channels, got "
              + dy
              + " for weight "
              + w);
    }
    Shape x = Shape.of(dy.dim(0), w.dim(1) * groups).append(Shape.of(spatial));
    requireOutputs(window, window.spatial(x, "input"), kernel, outputs);
    return List.of(new TensorType(DType.FLOAT32, x));
  }

  static void requireOutputs(Window window, Shape spatial, Shape kernel, Shape outputs) {
    Shape expected = window.outputs(spatial, kernel);
    if (!expected.equals(outputs)) {
      throw new IllegalArgumentException(
          "gradient of the output must have spatial dimensions "
              + expected
              + " for input "
              + spatial
              + " and kernel "
              + kernel
              + ", got "
              + outputs);
    }
  }

  /** By dy: the convolution of the upstream gradient; by w: its weight gradient. */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Value dy = node.input(0);
    Value w = node.input(1);
    Value g = upstream.get(0);
    return List.of(
        g.convolution(w, window, groups),
        ConvolutionWeightGradient.of(window, groups, g, dy, w.shape()));
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return Convolution.flops(inputs.get(0).shape(), inputs.get(1).shape());
  }
}
