package io.deltarule.train;

import java.util.List;
import java.util.Optional;

/**
 * How a training run went.
 *
 * @param epochs what every finished epoch gave
 * @param end why the run ended
 * @param steps the number of steps done
 * @param failure what went wrong, if the loss or a gradient was not finite
 */
public record TrainingResult(
    List<EpochResult> epochs, End end, long steps, Optional<String> failure) {
  /** Why a run ended. */
  public enum End {
    /** All epochs are done. */
    COMPLETED,
    /** The watched figure stopped improving. */
    STOPPED_EARLY,
    /** The program asked for the end, for example because of Ctrl-C. */
    INTERRUPTED,
    /** The loss or a gradient was not finite; the parameters are those before that step. */
    DIVERGED
  }

  public TrainingResult {
    epochs = List.copyOf(epochs);
  }

  /** What the last finished epoch gave. */
  public Optional<EpochResult> last() {
    return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.get(epochs.size() - 1));
  }
}
