package io.deltarule.parity.graphs;

import io.deltarule.graph.TensorType;
import io.deltarule.op.AveragePool;
import io.deltarule.op.AveragePoolGradient;
import io.deltarule.op.Convolution;
import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.ConvolutionWeightGradient;
import io.deltarule.op.MaxPool;
import io.deltarule.op.MaxPoolGradient;
import io.deltarule.op.MaxPoolSelect;
import io.deltarule.op.Op;
import io.deltarule.op.Reshape;
import io.deltarule.op.Window;
import io.deltarule.parity.graphs.Pool.Entry;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/** Steps with a window that moves over spatial axes: convolution and pooling. */
final class WindowSteps {
  private final SplittableRandom random;
  private final Sizes sizes;
  private final Pool pool;
  private final int deepest;

  /** Steps on arguments up to a depth, which they add up to four operations to. */
  WindowSteps(SplittableRandom random, Sizes sizes, Pool pool, int deepest) {
    this.deepest = deepest;
    this.random = random;
    this.sizes = sizes;
    this.pool = pool;
  }

  /** Adds a step on a value, seen as [N, C, spatial...]. */
  void add(Entry value) {
    if (value.depth() > deepest) {
      return;
    }
    Shape shape = image(value.shape());
    Entry x = shape.equals(value.shape()) ? value : pool.one(new Reshape(shape), value);
    Shape spatial = shape.slice(2, shape.rank());
    Window window = window(spatial.rank());
    Shape kernel = kernel(spatial, window);
    Shape outputs = outputs(window, spatial, kernel);
    if (outputs == null || !sizes.allows(outputs)) {
      return;
    }
    switch (random.nextInt(6)) {
      case 0, 1 -> convolution(x, window, kernel);
      case 2 -> inputGradient(x, window, kernel);
      case 3 -> weightGradient(x, window, kernel, outputs);
      case 4 -> maxPool(x, window, kernel);
      default -> averagePool(x, window, kernel);
    }
  }

  /** The same elements as samples of channels of one to three spatial axes. */
  private static Shape image(Shape shape) {
    Shape image = shape;
    while (image.rank() < 3) {
      image = Shape.of(1).append(image);
    }
    return image.rank() <= 2 + Window.MOST_AXES
        ? image
        : Shape.of(1, 1, Math.toIntExact(image.elementCount()));
  }

  private Window window(int axes) {
    return new Window(
        numbers(axes, () -> random.nextInt(1, 4)),
        numbers(axes, () -> random.nextInt(3)),
        numbers(axes, () -> random.nextInt(3)),
        numbers(axes, () -> random.nextInt(3) == 0 ? 2 : 1));
  }

  private static List<Integer> numbers(int count, IntSupplier draw) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(draw.getAsInt());
    }
    return numbers;
  }

  /** Up to three taps an axis, or fewer where the padded input is smaller. */
  private Shape kernel(Shape spatial, Window window) {
    int[] taps = new int[spatial.rank()];
    for (int axis = 0; axis < taps.length; axis++) {
      int padded = spatial.dim(axis) + window.low().get(axis) + window.high().get(axis);
      int most = Math.max(1, Math.min(3, (padded - 1) / window.dilations().get(axis) + 1));
      taps[axis] = random.nextInt(1, most + 1);
    }
    return Shape.of(taps);
  }

  /** The numbers of outputs, or null where even one tap is too many. */
  private static Shape outputs(Window window, Shape spatial, Shape kernel) {
    for (int axis = 0; axis < spatial.rank(); axis++) {
      if (spatial.dim(axis) + window.low().get(axis) + window.high().get(axis) == 0) {
        return null;
      }
    }
    return window.outputs(spatial, kernel);
  }

  private int groups(int channels) {
    return channels > 0 && channels % 2 == 0 && random.nextInt(3) == 0 ? 2 : 1;
  }

  private void convolution(Entry x, Window window, Shape kernel) {
    int groups = groups(x.shape().dim(1));
    int channels = x.shape().dim(1) / groups;
    Shape weight = Shape.of(groups * random.nextInt(1, 4), channels).append(kernel);
    Op op = new Convolution(window, groups);
    product(op, x, weight, channels * kernel.elementCount());
  }

  /** The value is the gradient of an output that it fits; its channels are the weight's outputs. */
  private void inputGradient(Entry dy, Window window, Shape kernel) {
    Shape outputs = dy.shape().slice(2, dy.shape().rank());
    List<Integer> spatial = new ArrayList<>();
    for (int axis = 0; axis < window.axes(); axis++) {
      long padded =
          (long) (outputs.dim(axis) - 1) * window.strides().get(axis)
              + window.span(axis, kernel.dim(axis));
      long inside = padded - window.low().get(axis) - window.high().get(axis);
      if (outputs.dim(axis) == 0 || inside < 0) {
        return;
      }
      spatial.add((int) inside);
    }
    int groups = groups(dy.shape().dim(1));
    Shape weight = Shape.of(dy.shape().dim(1), random.nextInt(1, 4)).append(kernel);
    Op op = new ConvolutionInputGradient(window, groups, spatial);
    product(op, dy, weight, dy.shape().dim(1) / groups * kernel.elementCount());
  }

  private void weightGradient(Entry x, Window window, Shape kernel, Shape outputs) {
    int samples = x.shape().dim(0);
    int groups = groups(x.shape().dim(1));
    Shape dy = Shape.of(samples, groups * random.nextInt(1, 4)).append(outputs);
    List<Integer> taps = Arrays.stream(kernel.dims()).boxed().toList();
    Op op = new ConvolutionWeightGradient(window, groups, taps);
    product(op, x, dy, samples * outputs.elementCount());
  }

  /** A sum of so many products with a new input. */
  private void product(Op op, Entry x, Shape factor, long terms) {
    if (!sizes.allows(factor)) {
      return;
    }
    Entry y = pool.input(factor);
    if (sizes.allows(op.infer(List.of(x.type(), y.type())).get(0).shape())) {
      pool.offer(pool.scaled(pool.one(op, x, y), 1.0 / Math.max(1, terms)));
    }
  }

  private void maxPool(Entry x, Window window, Shape kernel) {
    MaxPool op = new MaxPool(Arrays.stream(kernel.dims()).boxed().toList(), window);
    TensorType type = op.infer(List.of(x.type())).get(0);
    int positions = Math.toIntExact(x.shape().slice(2, x.shape().rank()).elementCount());
    if (!sizes.allows(type.shape())) {
      return;
    }
    // Windows without an element would be infinite: their places select 0 instead.
    Range range = new Range(-1, Math.max(1, positions));
    List<Entry> pooled = pool.apply(op, range, x);
    Entry places = pooled.get(1);
    if (random.nextBoolean()) {
      pool.offer(places);
    }
    boolean isPadded = !window.withPadding(none(window), none(window)).equals(window);
    boolean selects = isPadded || random.nextBoolean();
    pool.offer(
        selects
            ? pool.one(new MaxPoolSelect(op.kernel(), window), x, places)
            : new Entry(pooled.get(0).ref(), pooled.get(0).type(), places.depth(), Pool.UNIT));
    if (random.nextBoolean()) {
      List<Integer> spatial = Arrays.stream(x.shape().dims()).skip(2).boxed().toList();
      Entry values = pool.input(type.shape());
      Entry sum = pool.one(new MaxPoolGradient(op.kernel(), window, spatial), values, places);
      pool.offer(pool.scaled(sum, 1.0 / Math.max(1, kernel.elementCount())));
    }
  }

  private static List<Integer> none(Window window) {
    return Collections.nCopies(window.axes(), 0);
  }

  private void averagePool(Entry x, Window window, Shape kernel) {
    List<Integer> taps = Arrays.stream(kernel.dims()).boxed().toList();
    boolean countsPadding = random.nextBoolean();
    AveragePool op = new AveragePool(taps, window, countsPadding);
    Shape shape = op.infer(List.of(x.type())).get(0).shape();
    if (!sizes.allows(shape)) {
      return;
    }
    pool.offer(pool.one(op, x));
    if (random.nextBoolean()) {
      List<Integer> spatial = Arrays.stream(x.shape().dims()).skip(2).boxed().toList();
      Op adjoint = new AveragePoolGradient(taps, window, countsPadding, spatial);
      Entry sum = pool.one(adjoint, pool.input(new TensorType(DType.FLOAT32, shape), Pool.UNIT));
      pool.offer(pool.scaled(sum, 1.0 / Math.max(1, kernel.elementCount())));
    }
  }
}
