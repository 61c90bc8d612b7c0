package io.deltarule.train;

/**
 * How far the gathering of gradients for one update has come. All steps of a training share it, as
 * they share the accumulator: batches of different sizes go into the same update.
 */
final class MicroBatches {
  private final int perUpdate;
  private int gathered;

  MicroBatches(int perUpdate) {
    this.perUpdate = perUpdate;
  }

  /** True if the next batch completes an update. */
  boolean nextUpdates() {
    return gathered == perUpdate - 1;
  }

  /** A batch was run. */
  void advance() {
    gathered = (gathered + 1) % perUpdate;
  }
}
