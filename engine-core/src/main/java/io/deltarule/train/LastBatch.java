package io.deltarule.train;

import io.deltarule.data.Batches;
import java.util.function.IntConsumer;

/**
 * The last batch of an epoch, which is smaller where the batch size does not divide the samples.
 */
final class LastBatch {
  private LastBatch() {}

  /**
   * Compiles for it before anything runs: a model that takes no such batch, as one that normalises
   * by the batch takes none of 1 sample, says so now, rather than at the end of an epoch.
   *
   * @param who asks, for the error
   * @param compile compiles for a number of samples
   * @param remedy what the program can do
   * @throws IllegalArgumentException if the model does not take so few samples
   */
  static void compile(String who, Batches batches, IntConsumer compile, String remedy) {
    int rest = batches.restSize();
    if (rest == 0) {
      return;
    }
    try {
      compile.accept(rest);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          who
              + ": "
              + batches.data().size()
              + " samples in batches of "
              + batches.batchSize()
              + " leave a last batch of "
              + rest
              + ", which the model does not take: "
              + e.getMessage()
              + ". "
              + remedy,
          e);
    }
  }
}
