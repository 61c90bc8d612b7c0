package io.deltarule.data;

import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;

/**
 * Room for one batch: tensors of a full batch and, where the last one is smaller, of that. Filled
 * again and again; filling allocates nothing.
 */
public final class Batch {
  private final Tensor fullFeatures;
  private final Tensor fullTargets;
  private final Tensor restFeatures;
  private final Tensor restTargets;

  private boolean isFull = true;
  private int epoch = -1;
  private int index = -1;

  /**
   * Room for batches of two sizes.
   *
   * @param size examples in a full batch
   * @param rest examples in the last batch of an epoch, 0 if there is no smaller one
   * @param features shape of one example's features
   * @param featureType FLOAT32, or INT32 for indices
   * @param targets shape of one example's target
   * @param targetType INT32 for labels, FLOAT32 for values
   */
  public Batch(
      int size, int rest, Shape features, DType featureType, Shape targets, DType targetType) {
    this.fullFeatures = Tensor.zeros(Shape.of(size).append(features), featureType);
    this.fullTargets = Tensor.zeros(Shape.of(size).append(targets), targetType);
    this.restFeatures = Tensor.zeros(Shape.of(rest).append(features), featureType);
    this.restTargets = Tensor.zeros(Shape.of(rest).append(targets), targetType);
  }

  /** Fills this batch with the examples at positions {@code from} and following of an order. */
  void fill(Dataset data, int[] order, int from, int count) {
    isFull = count == fullFeatures.shape().dim(0);
    Tensor features = features();
    Tensor targets = targets();
    int featureLength = features.size() / count;
    int targetLength = targets.size() / count;
    for (int i = 0; i < count; i++) {
      int example = order == null ? from + i : order[from + i];
      data.copyFeatures(example, features, i * featureLength);
      data.copyTarget(example, targets, i * targetLength);
    }
  }

  /** Says which batch this is. A {@link BatchSource} calls it when it has filled the tensors. */
  public void setPosition(int epoch, int index) {
    this.epoch = epoch;
    this.index = index;
  }

  /** The number of examples in the batch as it is filled now. */
  public int size() {
    return features().shape().dim(0);
  }

  /** The epoch that the batch belongs to, from 0; -1 before it is first filled. */
  public int epoch() {
    return epoch;
  }

  /** The number of the batch within its epoch, from 0; -1 before it is first filled. */
  public int index() {
    return index;
  }

  /** The features, FLOAT32 or INT32 [size, ...]: the same object for every batch of this size. */
  public Tensor features() {
    return isFull ? fullFeatures : restFeatures;
  }

  /** The targets, INT32 or FLOAT32 [size, ...]: the same object for every batch of this size. */
  public Tensor targets() {
    return isFull ? fullTargets : restTargets;
  }
}
