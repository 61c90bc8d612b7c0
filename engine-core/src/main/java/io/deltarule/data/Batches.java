package io.deltarule.data;

import io.deltarule.random.RandomStream;
import java.util.Objects;

/**
 * A data set cut into batches: in its own order, or in a random one that is drawn anew for each
 * epoch from a seed. The last batch of an epoch may be smaller; it is kept unless {@link
 * #droppingRest} was asked for.
 */
public final class Batches implements BatchSource {
  private final Dataset data;
  private final int batchSize;
  private final boolean shuffled;
  private final long seed;
  private final boolean keepRest;

  private Batches(Dataset data, int batchSize, boolean shuffled, long seed, boolean keepRest) {
    this.data = Objects.requireNonNull(data, "data");
    this.batchSize = batchSize;
    this.shuffled = shuffled;
    this.seed = seed;
    this.keepRest = keepRest;
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "Batches: batch size must be at least 1, got " + batchSize);
    }
    if (batchSize > data.size()) {
      throw new IllegalArgumentException(
          "Batches: batch size "
              + batchSize
              + " is larger than the data set of "
              + data.size()
              + " examples; choose "
              + data.size()
              + " or less");
    }
  }

  /**
   * Batches in the data set's own order, as evaluation wants them.
   *
   * @throws IllegalArgumentException if the batch size is below 1 or above the number of examples
   */
  public static Batches inOrder(Dataset data, int batchSize) {
    return new Batches(data, batchSize, false, 0, true);
  }

  /**
   * Batches in a random order for each epoch, as training wants them.
   *
   * @param seed with the epoch's number decides the order
   * @throws IllegalArgumentException if the batch size is below 1 or above the number of examples
   */
  public static Batches shuffled(Dataset data, int batchSize, long seed) {
    return new Batches(data, batchSize, true, seed, true);
  }

  /** The same batches without the last of each epoch if it is smaller than the others. */
  public Batches droppingRest() {
    return new Batches(data, batchSize, shuffled, seed, false);
  }

  /** The number of examples in a full batch. */
  public int batchSize() {
    return batchSize;
  }

  /** The number of examples in the last, smaller batch of an epoch; 0 if there is none. */
  public int restSize() {
    return keepRest ? data.size() % batchSize : 0;
  }

  /** The data set. */
  public Dataset data() {
    return data;
  }

  /** The number of examples that an epoch visits. */
  public int examplesPerEpoch() {
    return data.size() / batchSize * batchSize + restSize();
  }

  @Override
  public int batchesPerEpoch() {
    return data.size() / batchSize + (restSize() > 0 ? 1 : 0);
  }

  @Override
  public Batch newBatch() {
    return new Batch(
        batchSize,
        restSize(),
        data.featureShape(),
        data.featureType(),
        data.targetShape(),
        data.targetType());
  }

  @Override
  public Reader newReader() {
    return shuffled ? new ShuffledReader() : (epoch, index, into) -> fill(null, epoch, index, into);
  }

  private void fill(int[] order, int epoch, int index, Batch into) {
    Objects.checkIndex(index, batchesPerEpoch());
    int from = index * batchSize;
    into.fill(data, order, from, Math.min(batchSize, data.size() - from));
    into.setPosition(epoch, index);
  }

  /** Keeps the order of the epoch that it last read. */
  private final class ShuffledReader implements Reader {
    private final int[] order = new int[data.size()];
    private int orderOf = -1;

    @Override
    public void read(int epoch, int index, Batch into) {
      if (epoch < 0) {
        throw new IllegalArgumentException("Batches: epochs count from 0, got " + epoch);
      }
      if (epoch != orderOf) {
        RandomStream.named(seed, "shuffle", epoch).permutation(order);
        orderOf = epoch;
      }
      fill(order, epoch, index, into);
    }
  }
}
