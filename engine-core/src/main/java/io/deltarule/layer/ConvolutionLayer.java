package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A convolution over one to three spatial axes with a bias, as {@code torch.nn.Conv1d} to {@code
 * Conv3d} have it: settings and parameters.
 *
 * <p>Input [N, in, spatial...], output [N, out, outputs...], with {@code (size + padding - dilation
 * (kernel - 1) - 1) / stride + 1} outputs along an axis, rounded down. Parameters: {@code weight}
 * [out, in / groups, kernel...] and {@code bias} [out], both uniform up to 1 / sqrt(in / groups x
 * taps) at first, as PyTorch draws them. Each setting takes one number for all axes or one for
 * each.
 *
 * @param <L> the layer
 */
public abstract sealed class ConvolutionLayer<L extends ConvolutionLayer<L>> implements Layer
    permits Conv1d, Conv2d, Conv3d {
  private final ConvolutionSettings settings;
  private final Parameter weight;
  private final Parameter bias;

  ConvolutionLayer(ConvolutionSettings settings) {
    this.settings = settings;
    Shape shape = Shape.of(settings.out(), settings.in() / settings.groups());
    this.weight = Parameter.decaying(shape.append(Shape.of(settings.kernel())), settings.weights());
    this.bias =
        settings.biases() == null
            ? null
            : Parameter.withoutDecay(Shape.of(settings.out()), settings.biases());
  }

  /** The same kind of layer with other settings. */
  abstract L with(ConvolutionSettings other);

  /** The same layer with other strides, 1 or more. */
  public L withStride(int... stride) {
    Window window = settings.window();
    return with(settings.withWindow(window.withStrides(numbers("stride", 1, stride))));
  }

  /** The same layer with so many zeros on both sides of each axis. */
  public L withPadding(int... padding) {
    List<Integer> both = numbers("padding", 0, padding);
    return with(settings.withWindow(settings.window().withPadding(both, both)));
  }

  /** The same layer with so many zeros before and after the elements of each axis. */
  public L withPadding(List<Integer> before, List<Integer> after) {
    int[] low = before.stream().mapToInt(Integer::intValue).toArray();
    int[] high = after.stream().mapToInt(Integer::intValue).toArray();
    Window window =
        settings.window().withPadding(numbers("padding", 0, low), numbers("padding", 0, high));
    return with(settings.withWindow(window));
  }

  /**
   * The same layer with the padding that keeps sizes, {@code dilation (kernel - 1)} in all, of
   * which the larger half comes after: PyTorch's {@code padding='same'}. Stride and dilation are to
   * be chosen before.
   *
   * @throws IllegalArgumentException if the stride is not 1
   */
  public L withSamePadding() {
    Window window = settings.window();
    if (!window.strides().equals(Collections.nCopies(window.axes(), 1))) {
      throw new IllegalArgumentException(
          settings.name()
              + ": same padding keeps sizes, so the stride must be 1, got "
              + window.strides()
              + "; give the padding in numbers");
    }
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < window.axes(); axis++) {
      int all = Math.toIntExact(window.span(axis, settings.kernel().get(axis)) - 1);
      before.add(all / 2);
      after.add(all - all / 2);
    }
    return with(settings.withWindow(window.withPadding(before, after)));
  }

  /** The same layer with other distances between taps, 1 or more. */
  public L withDilation(int... dilation) {
    Window window = settings.window();
    return with(settings.withWindow(window.withDilations(numbers("dilation", 1, dilation))));
  }

  /**
   * The same layer in groups of channels, each convolved by itself; as many groups as channels are
   * a depthwise convolution. The bias has PyTorch's default values again, if there is one.
   */
  public L withGroups(int groups) {
    ConvolutionSettings grouped = settings.withGroups(groups);
    return with(bias == null ? grouped : grouped.withDefaultBias(settings.in() / groups));
  }

  /** The same layer without a bias. */
  public L withoutBias() {
    return with(settings.withInitializers(settings.weights(), null));
  }

  /** The same layer with other first values; one without a bias stays so. */
  public L initializedBy(Initializer weights, Initializer biases) {
    Objects.requireNonNull(biases, "biases");
    return with(settings.withInitializers(weights, bias == null ? null : biases));
  }

  private List<Integer> numbers(String what, int least, int... numbers) {
    int axes = settings.window().axes();
    return SpatialNumbers.of(settings.name(), what, axes, least, numbers);
  }

  public final Parameter weight() {
    return weight;
  }

  @Override
  public final Map<String, Parameter> parameters() {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    if (bias != null) {
      parameters.put("bias", bias);
    }
    return parameters;
  }

  @Override
  public final Value forward(Value input, ForwardPass pass) {
    settings.requireInput(input.shape(), pass);
    Value product = input.convolution(pass.value(weight), settings.window(), settings.groups());
    return bias == null ? product : product.add(alongChannels(pass.value(bias), product.shape()));
  }

  /** A value for each channel, in a shape that broadcasts to [N, C, spatial...]. */
  static Value alongChannels(Value perChannel, Shape target) {
    Shape shape = perChannel.shape();
    for (int axis = 2; axis < target.rank(); axis++) {
      shape = shape.append(1);
    }
    return perChannel.reshape(shape);
  }

  @Override
  public final String toString() {
    return settings.text();
  }
}
