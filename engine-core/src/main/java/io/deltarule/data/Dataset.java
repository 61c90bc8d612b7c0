package io.deltarule.data;

import io.deltarule.random.RandomStream;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Objects;

/**
 * Examples in memory: features FLOAT32 [N, ...], or INT32 [N, ...] for indices such as words, and
 * for each a target, either class labels INT32 [N, ...] (one an example, or one a position of it)
 * or values FLOAT32 [N, ...]. A data set is never empty, its values are finite and its labels in
 * range: that is checked once, when it is made.
 *
 * <p>Views (subsets, splits) share the arrays, and so do the windows of a {@link TokenSequence}.
 * The arrays aren't copied and must not change any more.
 */
public final class Dataset {
  private final Tensor features;
  private final Tensor targets;
  private final int classes;

  /** The rows of the tensors that this view shows, in its order; null for all of them. */
  private final int[] rows;

  private final Layout layout;

  /**
   * Where the examples lie in the two arrays.
   *
   * @param examples their number
   * @param features the shape of one's features
   * @param featureStep elements from one's features to the next one's
   * @param target the shape of one's target
   * @param targetStep elements from one's target to the next one's
   * @param targetFrom where the first one's target begins
   */
  private record Layout(
      int examples, Shape features, int featureStep, Shape target, int targetStep, int targetFrom) {

    /** A row of each tensor is an example. */
    static Layout ofRows(Tensor features, Tensor targets) {
      Shape feature = features.shape().slice(1, features.shape().rank());
      Shape target = targets.shape().slice(1, targets.shape().rank());
      return new Layout(
          features.shape().dim(0),
          feature,
          (int) feature.elementCount(),
          target,
          (int) target.elementCount(),
          0);
    }
  }

  private Dataset(Tensor features, Tensor targets, int classes, Layout layout, int[] rows) {
    this.features = features;
    this.targets = targets;
    this.classes = classes;
    this.layout = layout;
    this.rows = rows;
  }

  /**
   * Examples with class labels.
   *
   * @param features FLOAT32 [N, ...], finite, or INT32 [N, ...]
   * @param labels INT32 [N], or INT32 [N, ...] for several an example, such as one a position; each
   *     from 0 to {@code classes - 1}
   * @param classes the number of classes
   * @throws IllegalArgumentException if the data are empty, types or sizes don't fit, a feature is
   *     NaN or infinite, or a label is out of range; the message names the row and column
   */
  public static Dataset classification(Tensor features, Tensor labels, int classes) {
    DatasetChecks.checkLayout(features, labels);
    if (labels.dtype() != DType.INT32) {
      throw new IllegalArgumentException(
          "Dataset: labels must be INT32[N] or INT32[N, ...], got "
              + labels.dtype()
              + labels.shape()
              + "; use Dataset.regression for values");
    }
    DatasetChecks.checkFinite("features", features);
    DatasetChecks.checkLabels(labels, classes);
    return new Dataset(features, labels, classes, Layout.ofRows(features, labels), null);
  }

  /**
   * The windows of a sequence: {@code context} tokens, and as labels the ones that follow each of
   * them. The tokens are known to be in range, and to be enough for a window.
   */
  static Dataset windows(Tensor tokens, int context, int stride, int classes) {
    int examples = (tokens.size() - 1 - context) / stride + 1;
    Shape window = Shape.of(context);
    Layout layout = new Layout(examples, window, stride, window, stride, 1);
    return new Dataset(tokens, tokens, classes, layout, null);
  }

  /**
   * Examples with target values.
   *
   * @param features FLOAT32 [N, ...], finite, or INT32 [N, ...]
   * @param targets FLOAT32 [N, ...], finite
   * @throws IllegalArgumentException if the data are empty, types or sizes don't fit, or a value is
   *     NaN or infinite; the message names the row and column
   */
  public static Dataset regression(Tensor features, Tensor targets) {
    DatasetChecks.checkLayout(features, targets);
    if (targets.dtype() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "Dataset: target values must be FLOAT32, got "
              + targets.dtype()
              + "; use Dataset.classification for labels, or Tensor.to(FLOAT32)");
    }
    DatasetChecks.checkFinite("features", features);
    DatasetChecks.checkFinite("targets", targets);
    return new Dataset(features, targets, 0, Layout.ofRows(features, targets), null);
  }

  /** The number of examples, at least 1. */
  public int size() {
    return rows == null ? layout.examples() : rows.length;
  }

  /** The shape of one example's features. */
  public Shape featureShape() {
    return layout.features();
  }

  /** FLOAT32, or INT32 for indices. */
  public DType featureType() {
    return features.dtype();
  }

  /** The shape of one example's target: [] for a single label. */
  public Shape targetShape() {
    return layout.target();
  }

  /** INT32 for labels, FLOAT32 for values. */
  public DType targetType() {
    return targets.dtype();
  }

  /** True if the targets are class labels. */
  public boolean isClassification() {
    return classes > 0;
  }

  /**
   * The number of classes.
   *
   * @throws IllegalStateException if the targets are values
   */
  public int classes() {
    if (!isClassification()) {
      throw new IllegalStateException("this data set has target values, not class labels");
    }
    return classes;
  }

  /** Examples {@code from} (inclusive) to {@code to} (exclusive), as a view. */
  public Dataset range(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    int[] chosen = new int[to - from];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = from + i;
    }
    return subset(chosen);
  }

  /**
   * The examples of the given numbers, in the given order, as a view. A number may repeat.
   *
   * @throws IndexOutOfBoundsException if there is no such example
   * @throws IllegalArgumentException if no number is given
   */
  public Dataset subset(int... examples) {
    if (examples.length == 0) {
      throw new IllegalArgumentException(
          "Dataset: a subset of no examples is empty; choose at least one");
    }
    int[] chosen = new int[examples.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = row(Objects.checkIndex(examples[i], size()));
    }
    return new Dataset(features, targets, classes, layout, chosen);
  }

  /**
   * Two parts of a data set.
   *
   * @param train the larger or remaining part
   * @param held the part that was split off
   */
  public record Split(Dataset train, Dataset held) {}

  /**
   * Holds out a random part, for validation: the same one for the same seed. Both parts keep the
   * order of this data set.
   *
   * @param fraction the share held out, above 0 and below 1; rounded to whole examples
   * @param seed chooses the examples
   * @throws IllegalArgumentException if a part would be empty
   */
  public Split split(double fraction, long seed) {
    long heldSize = Math.round(fraction * size());
    if (!(fraction > 0 && fraction < 1) || heldSize < 1 || heldSize >= size()) {
      throw new IllegalArgumentException(
          "Dataset: holding out a fraction of "
              + fraction
              + " leaves one part of the "
              + size()
              + " examples empty; choose one above 0 and below 1 that gives each at least one");
    }
    boolean[] isHeld = new boolean[size()];
    int[] order = RandomStream.named(seed, "split").permutation(size());
    for (int i = 0; i < heldSize; i++) {
      isHeld[order[i]] = true;
    }
    int[] train = new int[size() - (int) heldSize];
    int[] held = new int[(int) heldSize];
    int trainCount = 0;
    int heldCount = 0;
    for (int i = 0; i < isHeld.length; i++) {
      if (isHeld[i]) {
        held[heldCount++] = i;
      } else {
        train[trainCount++] = i;
      }
    }
    return new Split(subset(train), subset(held));
  }

  /** The features of this view as one new tensor [N, ...]. */
  public Tensor features() {
    int length = (int) featureShape().elementCount();
    Tensor copy = Tensor.zeros(Shape.of(size()).append(featureShape()), featureType());
    for (int i = 0; i < size(); i++) {
      copyFeatures(i, copy, i * length);
    }
    return copy;
  }

  /** The targets of this view as one new tensor: labels INT32 or values FLOAT32, [N, ...]. */
  public Tensor targets() {
    int length = (int) targetShape().elementCount();
    Tensor copy = Tensor.zeros(Shape.of(size()).append(targetShape()), targetType());
    for (int i = 0; i < size(); i++) {
      copyTarget(i, copy, i * length);
    }
    return copy;
  }

  /**
   * Copies one example's features into a tensor of the features' type at an offset. Allocates
   * nothing.
   */
  public void copyFeatures(int example, Tensor into, int offset) {
    copy(features, row(example) * layout.featureStep(), into, offset, layout.features());
  }

  /** Copies one example's target into a tensor of the target type at an offset. */
  void copyTarget(int example, Tensor into, int offset) {
    int from = row(example) * layout.targetStep() + layout.targetFrom();
    copy(targets, from, into, offset, layout.target());
  }

  private static void copy(Tensor from, int start, Tensor into, int offset, Shape shape) {
    int length = (int) shape.elementCount();
    if (from.dtype() == DType.INT32) {
      System.arraycopy(from.ints(), start, into.ints(), offset, length);
    } else {
      System.arraycopy(from.floats(), start, into.floats(), offset, length);
    }
  }

  private int row(int example) {
    return rows == null ? example : rows[example];
  }
}
