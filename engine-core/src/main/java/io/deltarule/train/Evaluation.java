package io.deltarule.train;

import io.deltarule.backend.Executable;
import io.deltarule.backend.Port;
import io.deltarule.plan.Plan;
import java.util.Optional;

/** The compiled forward pass in evaluation mode, with the loss, for a batch size. */
public final class Evaluation {
  private final int batchSize;
  private final Executable executable;
  private final Optional<Port> targets;
  private final float[] scalar = new float[1];

  Evaluation(int batchSize, Executable executable, Optional<Port> targets) {
    this.batchSize = batchSize;
    this.executable = executable;
    this.targets = targets;
  }

  /** The number of samples in a batch. */
  public int batchSize() {
    return batchSize;
  }

  /** Where the batch's features go: FLOAT32 [batch, ...], or INT32 for indices. */
  public Port features() {
    return executable.input(StepGraph.FEATURES);
  }

  /** Where the batch's labels (INT32 [batch]) or target values (FLOAT32 [batch, ...]) go. */
  public Port targets() {
    return targets.orElseThrow(TrainingStep::noTargets);
  }

  /** False if the loss looks at the prediction alone. */
  boolean usesTargets() {
    return targets.isPresent();
  }

  /** Where the model's output appears: FLOAT32 [batch, ...]. */
  public Port prediction() {
    return executable.output(StepGraph.PREDICTION);
  }

  public void run() {
    executable.run();
  }

  /** The loss of the batch. */
  public float loss() {
    executable.output(StepGraph.LOSS).read(scalar, 0);
    return scalar[0];
  }

  /** What runs, for printing. */
  public Plan plan() {
    return executable.plan();
  }
}
