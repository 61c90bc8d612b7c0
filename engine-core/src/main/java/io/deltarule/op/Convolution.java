package io.deltarule.op;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.List;

/**
 * Convolution over 1 to 3 spatial axes, as networks define it (a cross-correlation, {@code
 * torch.nn.functional.conv2d}):
 *
 * <pre>{@code
 * y[n, k, o] = sum over c, r of x[n, g C/G + c, o * stride - low + r * dilation] w[k, c, r]
 * }</pre>
 *
 * <p>with g the group of output channel k. Input x [N, C, spatial...], weight w [K, C/G,
 * kernel...], output [N, K, {@link Window#outputs}]. The padding is zeros.
 *
 * <p>The operation is linear in both operands, and its gradients, {@link ConvolutionInputGradient}
 * and {@link ConvolutionWeightGradient}, are too: the three are each other's gradients.
 *
 * <p>The compiler may attach an epilogue: pointwise expressions over the result (input 0) and
 * further inputs that broadcast to it, as {@link MatMul} has them.
 *
 * @param window strides, padding and dilation
 * @param groups G, groups of channels that are convolved by themselves
 * @param epilogue the expressions; empty for the plain convolution
 */
public record Convolution(Window window, int groups, List<Expr> epilogue) implements Op {
  public Convolution {
    epilogue = List.copyOf(epilogue);
    requireGroups(groups);
  }

  /** The plain convolution. */
  public Convolution(Window window, int groups) {
    this(window, groups, List.of());
  }

  @Override
  public String name() {
    return "convolution";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    if (epilogue.isEmpty()) {
      Op.requireInputs(inputs, 2);
    }
    Shape x = Op.requireFloat(inputs.get(0)).shape();
    Shape w = Op.requireFloat(inputs.get(1)).shape();
    Shape spatial = window.spatial(x, "input");
    Shape kernel = window.spatial(w, "weight");
    requireDivisible("input channels", x.dim(1), groups);
    requireDivisible("output channels", w.dim(0), groups);
    if (w.dim(1) != x.dim(1) / groups) {
      throw new IllegalArgumentException(
          "weight "
              + w
              + " must have "
              + x.dim(1) / groups
              + " channels for input "
              + x
              + " in "
              + groups
              + " group(s), got "
              + w.dim(1));
    }
    Shape y = Shape.of(x.dim(0), w.dim(0)).append(window.outputs(spatial, kernel));
    TensorType result = new TensorType(DType.FLOAT32, y);
    return epilogue.isEmpty()
        ? List.of(result)
        : new Pointwise(epilogue).inferOver(result, inputs.subList(2, inputs.size()));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    if (!epilogue.isEmpty()) {
      throw new IllegalStateException(
          "convolution: differentiate before compiling; epilogues are attached by the compiler");
    }
    Value x = node.input(0);
    Value w = node.input(1);
    Value dy = upstream.get(0);
    return List.of(
        ConvolutionInputGradient.of(window, groups, dy, w, x.shape()),
        ConvolutionWeightGradient.of(window, groups, x, dy, w.shape()));
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    long product = flops(outputs.get(0).shape(), inputs.get(1).shape());
    return epilogue.isEmpty() ? product : product + new Pointwise(epilogue).flops(inputs, outputs);
  }

  /** Every output is a sum over the weights of its channel; so are the gradients, turned around. */
  static long flops(Shape y, Shape w) {
    return 2 * y.elementCount() * w.slice(1, w.rank()).elementCount();
  }

  static void requireGroups(int groups) {
    if (groups < 1) {
      throw new IllegalArgumentException("convolution: groups must be 1 or more, got " + groups);
    }
  }

  static void requireDivisible(String what, int channels, int groups) {
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          what
              + " (="
              + channels
              + ") must be divisible by groups (="
              + groups
              + "); use a number of groups that divides the channels");
    }
  }
}
