package io.deltarule.data;

import io.deltarule.random.RandomStream;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Objects;

/**
 * Examples in memory: features FLOAT32 [N, ...], or INT32 [N, ...] for indices such as words, and
 * for each a target, either a class label INT32 [N] or values FLOAT32 [N, ...]. A data set is never
 * empty, its values are finite and its labels in range: that is checked once, when it is made.
 *
 * <p>Views (subsets, splits) share the arrays. The arrays aren't copied and must not change any
 * more.
 */
public final class Dataset {
  private final Tensor features;
  private final Tensor targets;
  private final int classes;

  /** The rows of the tensors that this view shows, in its order; null for all of them. */
  private final int[] rows;

  private final Shape featureShape;
  private final Shape targetShape;

  private Dataset(Tensor features, Tensor targets, int classes, int[] rows) {
    this.features = features;
    this.targets = targets;
    this.classes = classes;
    this.rows = rows;
    this.featureShape = features.shape().slice(1, features.shape().rank());
    this.targetShape = targets.shape().slice(1, targets.shape().rank());
  }

  /**
   * Examples with class labels.
   *
   * @param features FLOAT32 [N, ...], finite, or INT32 [N, ...]
   * @param labels INT32 [N], each from 0 to {@code classes - 1}
   * @param classes the number of classes
   * @throws IllegalArgumentException if the data are empty, types or sizes don't fit, a feature is
   *     NaN or infinite, or a label is out of range; the message names the row and column
   */
  public static Dataset classification(Tensor features, Tensor labels, int classes) {
    DatasetChecks.checkLayout(features, labels);
    if (labels.dtype() != DType.INT32 || labels.shape().rank() != 1) {
      throw new IllegalArgumentException(
          "Dataset: labels must be INT32[N], got "
              + labels.dtype()
              + labels.shape()
              + "; use Dataset.regression for values");
    }
    DatasetChecks.checkFinite("features", features);
    DatasetChecks.checkLabels(labels.ints(), classes);
    return new Dataset(features, labels, classes, null);
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
    return new Dataset(features, targets, 0, null);
  }

  /** The number of examples, at least 1. */
  public int size() {
    return rows == null ? features.shape().dim(0) : rows.length;
  }

  /** The shape of one example's features. */
  public Shape featureShape() {
    return featureShape;
  }

  /** FLOAT32, or INT32 for indices. */
  public DType featureType() {
    return features.dtype();
  }

  /** The shape of one example's target: [] for a label. */
  public Shape targetShape() {
    return targetShape;
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
    return new Dataset(features, targets, classes, chosen);
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
    int length = (int) featureShape.elementCount();
    Tensor copy = Tensor.zeros(Shape.of(size()).append(featureShape), featureType());
    for (int i = 0; i < size(); i++) {
      copyFeatures(i, copy, i * length);
    }
    return copy;
  }

  /** The targets of this view as one new tensor: labels INT32 [N] or values FLOAT32 [N, ...]. */
  public Tensor targets() {
    int length = (int) targetShape.elementCount();
    Tensor copy = Tensor.zeros(Shape.of(size()).append(targetShape), targetType());
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
    int length = (int) featureShape.elementCount();
    int from = row(example) * length;
    if (featureType() == DType.INT32) {
      System.arraycopy(features.ints(), from, into.ints(), offset, length);
    } else {
      System.arraycopy(features.floats(), from, into.floats(), offset, length);
    }
  }

  /** Copies one example's target into a tensor of the target type at an offset. */
  void copyTarget(int example, Tensor into, int offset) {
    int length = (int) targetShape.elementCount();
    int from = row(example) * length;
    if (isClassification()) {
      into.ints()[offset] = targets.ints()[from];
    } else {
      System.arraycopy(targets.floats(), from, into.floats(), offset, length);
    }
  }

  private int row(int example) {
    return rows == null ? example : rows[example];
  }
}
