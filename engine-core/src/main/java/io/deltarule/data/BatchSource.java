package io.deltarule.data;

/**
 * Where the batches of a training run come from. Immutable and safe for concurrent use; each reader
 * of it belongs to one thread.
 */
public interface BatchSource {
  /** The number of batches in every epoch, at least 1. */
  int batchesPerEpoch();

  /** Room for one batch of this source. */
  Batch newBatch();

  /** A reader of its own for one thread. */
  Reader newReader();

  /** Fills batches. Not safe for concurrent use. */
  @FunctionalInterface
  interface Reader {
    /**
     * Fills a batch. What it holds depends on epoch and index alone, in whatever order they are
     * asked for; asking in order is fast and allocates nothing.
     *
     * @param epoch from 0
     * @param index from 0 to {@code batchesPerEpoch - 1}
     * @param into made by {@link BatchSource#newBatch}
     */
    void read(int epoch, int index, Batch into);
  }
}
