package io.deltarule.data;

import io.deltarule.random.RandomStream;
import java.util.Objects;

/**
 * Batches of examples that are drawn at random, with replacement, each example as likely as every
 * other: an epoch is as long as its number of batches says. What a batch holds depends on the data,
 * the batch size, the seed, the epoch and its number.
 *
 * <p>Over a {@link TokenSequence}'s windows of stride 1, they are windows at random offsets.
 */
public final class RandomBatches implements BatchSource {
  private final Dataset data;
  private final int batchSize;
  private final int batchesPerEpoch;
  private final long seed;

  /**
   * Batches of a data set.
   *
   * @param batchSize examples in a batch; may be more than the data set has
   * @param batchesPerEpoch how many make an epoch
   * @param seed decides what is drawn
   * @throws IllegalArgumentException if one of the two numbers is below 1
   */
  public RandomBatches(Dataset data, int batchSize, int batchesPerEpoch, long seed) {
    this.data = Objects.requireNonNull(data, "data");
    this.batchSize = batchSize;
    this.batchesPerEpoch = batchesPerEpoch;
    this.seed = seed;
    if (batchSize < 1 || batchesPerEpoch < 1) {
      throw new IllegalArgumentException(
          "RandomBatches: batch size and batches per epoch must be at least 1, got "
              + batchSize
              + " and "
              + batchesPerEpoch);
    }
  }

  @Override
  public int batchesPerEpoch() {
    return batchesPerEpoch;
  }

  @Override
  public Batch newBatch() {
    return new Batch(
        batchSize,
        0,
        data.featureShape(),
        data.featureType(),
        data.targetShape(),
        data.targetType());
  }

  @Override
  public Reader newReader() {
    return new DrawingReader();
  }

  /** Goes along an epoch's draws; to go back it begins the epoch anew. */
  private final class DrawingReader implements Reader {
    private final int[] drawn = new int[batchSize];
    private RandomStream draws;
    private int drawsOf = -1;
    private int next;

    @Override
    public void read(int epoch, int index, Batch into) {
      Objects.checkIndex(index, batchesPerEpoch);
      if (epoch < 0) {
        throw new IllegalArgumentException("RandomBatches: epochs count from 0, got " + epoch);
      }
      if (epoch != drawsOf || index < next) {
        draws = RandomStream.named(seed, "draw", epoch);
        drawsOf = epoch;
        next = 0;
      }
      for (; next <= index; next++) {
        for (int i = 0; i < batchSize; i++) {
          drawn[i] = draws.nextInt(data.size());
        }
      }
      into.fill(data, drawn, 0, batchSize);
      into.setPosition(epoch, index);
    }
  }
}
