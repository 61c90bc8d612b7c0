package io.deltarule.train;

/**
 * Where a training run is. One object, updated at every step, so that watching allocates nothing.
 */
public final class Progress {
  private int epoch;
  private long step;
  private long samples;
  private float loss;
  private double learningRate;
  private long nanos;

  Progress() {}

  void update(
      int newEpoch, long newStep, long newSamples, float newLoss, double rate, long elapsed) {
    epoch = newEpoch;
    step = newStep;
    samples = newSamples;
    loss = newLoss;
    learningRate = rate;
    nanos = elapsed;
  }

  /** The epoch, from 1. */
  public int epoch() {
    return epoch;
  }

  /** The number of steps done in this run. */
  public long step() {
    return step;
  }

  /** The number of samples trained on in this run. */
  public long samples() {
    return samples;
  }

  /** The loss of the last batch. */
  public float loss() {
    return loss;
  }

  /** The learning rate of the last step. */
  public double learningRate() {
    return learningRate;
  }

  /** Time since the run began, in seconds. */
  public double seconds() {
    return nanos / 1e9;
  }
}
