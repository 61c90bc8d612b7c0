package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What convolutions and transposed convolutions have in common: the settings of a kernel that goes
 * over one to three spatial axes, its weight, and a bias for each output channel. Each setting
 * takes one number for all axes or one for each.
 *
 * @param <L> the layer
 */
public abstract sealed class KernelLayer<L extends KernelLayer<L>> implements Layer
    permits ConvolutionLayer, ConvTransposeLayer {
  final ConvolutionSettings settings;
  final Parameter weight;

  /** Channels of the weight's second axis before they are cut into groups. */
  private final int inner;

  private final Parameter bias;

  /** With a weight [outer, inner / groups, kernel...]. */
  KernelLayer(ConvolutionSettings settings, int outer, int inner) {
    this.settings = settings;
    this.inner = inner;
    Shape shape = Shape.of(outer, inner / settings.groups()).append(Shape.of(settings.kernel()));
    this.weight = Parameter.decaying(shape, settings.weights());
    this.bias =
        settings.biases() == null
            ? null
            : Parameter.withoutDecay(Shape.of(settings.out()), settings.biases());
  }

  /** The same kind of layer with other settings. */
  abstract L with(ConvolutionSettings other);

  /**
   * The same layer with other strides, 1 or more: from one window of the input to the next, or of a
   * transposed convolution's output.
   */
  public final L withStride(int... stride) {
    Window window = settings.window();
    return with(settings.withWindow(window.withStrides(numbers("stride", 1, stride))));
  }

  /**
   * The same layer with other padding on both sides of each axis: zeros around the input, or, of a
   * transposed convolution, so many outputs left out.
   */
  public final L withPadding(int... padding) {
    List<Integer> both = numbers("padding", 0, padding);
    return with(settings.withWindow(settings.window().withPadding(both, both)));
  }

  /** The same layer with other distances between taps, 1 or more. */
  public final L withDilation(int... dilation) {
    Window window = settings.window();
    return with(settings.withWindow(window.withDilations(numbers("dilation", 1, dilation))));
  }

  /**
   * The same layer in groups of channels, each convolved by itself; as many groups as channels are
   * a depthwise convolution. The bias has PyTorch's default values again, if there is one.
   */
  public final L withGroups(int groups) {
    ConvolutionSettings grouped = settings.withGroups(groups);
    return with(bias == null ? grouped : grouped.withDefaultBias(inner / groups));
  }

  /** The same layer without a bias. */
  public final L withoutBias() {
    return with(settings.withInitializers(settings.weights(), null));
  }

  /** The same layer with other first values; one without a bias stays so. */
  public final L initializedBy(Initializer weights, Initializer biases) {
    Objects.requireNonNull(biases, "biases");
    return with(settings.withInitializers(weights, bias == null ? null : biases));
  }

  final List<Integer> numbers(String what, int least, int... numbers) {
    int axes = settings.window().axes();
    return SpatialNumbers.of(settings.name(), what, axes, least, numbers);
  }

  /** The kernel's weight, the layer's parameter of that name. */
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

  /** A result [N, C, spatial...] with the bias of each channel, if there is one. */
  final Value withBias(Value result, ForwardPass pass) {
    if (bias == null) {
      return result;
    }
    Shape shape = Shape.of(settings.out());
    for (int axis = 2; axis < result.shape().rank(); axis++) {
      shape = shape.append(1);
    }
    return result.add(pass.value(bias).reshape(shape));
  }

  @Override
  public final String toString() {
    return settings.text();
  }
}
