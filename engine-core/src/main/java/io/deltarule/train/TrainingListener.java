package io.deltarule.train;

/** Watches a training run. All methods are called on the training thread. */
public interface TrainingListener {
  /** Before the first step. */
  default void onStart(long totalSteps, int stepsPerEpoch) {}

  /**
   * After every step.
   *
   * @param progress where the run is; the same object at every call
   */
  default void onStep(Progress progress) {}

  /** After every epoch and its evaluation. */
  default void onEpoch(EpochResult result) {}

  /** After the last step, whatever ended the run. */
  default void onEnd(TrainingResult result) {}
}
