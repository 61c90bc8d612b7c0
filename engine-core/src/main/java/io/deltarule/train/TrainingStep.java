package io.deltarule.train;

import io.deltarule.backend.Executable;
import io.deltarule.backend.Port;
import io.deltarule.graph.Computation;
import io.deltarule.plan.Plan;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One compiled training step for a batch size: forward, loss, backward, clipping, update. Write the
 * batch, run, read the loss; nothing is allocated. With gradient accumulation over k batches, every
 * k-th run updates.
 *
 * <p>A step whose loss or gradient norm is not finite changes nothing: parameters, optimizer state
 * and step number stay as they were.
 */
public final class TrainingStep {
  private final int batchSize;
  private final Phase accumulating;
  private final Phase updating;
  private final MicroBatches microBatches;
  private final ControlBlock control;
  private final Port features;
  private final Optional<Port> targets;
  private final float[] scalar = new float[1];
  private Phase last;
  private boolean updated = true;

  /**
   * A compiled graph.
   *
   * @param targets its input for labels or target values, if the loss uses them
   * @param source makes the graph again, as it was before the compiler's passes
   */
  record Phase(Executable executable, Optional<Port> targets, Supplier<Computation> source) {
    Port features() {
      return executable.input(StepGraph.FEATURES);
    }
  }

  TrainingStep(
      int batchSize,
      Phase accumulating,
      Phase updating,
      MicroBatches microBatches,
      ControlBlock control) {
    this.batchSize = batchSize;
    this.accumulating = accumulating;
    this.updating = updating;
    this.microBatches = microBatches;
    this.control = control;
    this.last = updating;
    features = both(accumulating, updating, Phase::features);
    targets = updating.targets().map(port -> both(accumulating, updating, p -> p.targets().get()));
  }

  /** The batch may be written before it is known which phase will take it. */
  private static Port both(Phase accumulating, Phase updating, Function<Phase, Port> port) {
    return accumulating.equals(updating)
        ? port.apply(updating)
        : port.apply(updating).and(port.apply(accumulating));
  }

  /** What the next run takes. */
  private Phase next() {
    return microBatches.nextUpdates() ? updating : accumulating;
  }

  /** The number of samples in a batch. */
  public int batchSize() {
    return batchSize;
  }

  /**
   * Where the batch's features go: FLOAT32 [batch, ...], or INT32 for indices. It may be kept from
   * run to run.
   */
  public Port features() {
    return features;
  }

  /** Where the batch's labels (INT32 [batch]) or target values (FLOAT32 [batch, ...]) go. */
  public Port targets() {
    return targets.orElseThrow(TrainingStep::noTargets);
  }

  /** False if the loss looks at the prediction alone. */
  boolean usesTargets() {
    return updating.targets().isPresent();
  }

  static IllegalStateException noTargets() {
    return new IllegalStateException("the loss of this training uses no targets; write none");
  }

  /**
   * Runs the step on the batch that was written.
   *
   * @param learningRate the learning rate of this step, 0 or more
   * @throws IllegalArgumentException if the learning rate is negative, or not finite as a float
   */
  public void run(double learningRate) {
    requireRate(learningRate);
    control.writeLearningRate(learningRate);
    Phase phase = next();
    last = phase;
    phase.executable().run();
    updated = microBatches.nextUpdates();
    microBatches.advance();
  }

  /** A parameter that such a rate has made infinite or NaN would never recover. */
  private static void requireRate(double rate) {
    if (!(rate >= 0 && rate <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "training step: the learning rate must be finite and 0 or more, got "
              + rate
              + "; look at the schedule");
    }
  }

  /** True if the last run ended with an update rather than with gathering gradients for one. */
  public boolean isUpdate() {
    return updated;
  }

  /** The loss of the batch before the update. */
  public float loss() {
    last.executable().output(StepGraph.LOSS).read(scalar, 0);
    return scalar[0];
  }

  /** The Euclidean norm of the whole gradient, before clipping. */
  public float gradientNorm() {
    last.executable().output(StepGraph.GRADIENT_NORM).read(scalar, 0);
    return scalar[0];
  }

  /** True if loss and gradient norm were finite; otherwise the run changed nothing. */
  public boolean wasFinite() {
    return Float.isFinite(loss()) && Float.isFinite(gradientNorm());
  }

  /** What runs, for printing. */
  public Plan plan() {
    return updating.executable().plan();
  }

  /** What ran last, for observers that run it again. */
  public Executable lastExecutable() {
    return last.executable();
  }

  /** The graph of what ran last, before the compiler's passes. */
  Computation lastComputation() {
    return last.source().get();
  }
}
