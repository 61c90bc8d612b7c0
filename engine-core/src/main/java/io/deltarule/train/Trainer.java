package io.deltarule.train;

import io.deltarule.data.Batch;
import io.deltarule.data.BatchSource;
import io.deltarule.data.Batches;
import io.deltarule.data.Dataset;
import io.deltarule.data.Prefetcher;
import io.deltarule.data.RandomBatches;
import io.deltarule.metric.Metric;
import io.deltarule.optim.Schedule;
import io.deltarule.optim.Schedules;
import io.deltarule.train.TrainingResult.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * The training loop: epochs over shuffled batches that a thread prepares ahead, a schedule, an
 * evaluation after every epoch, listeners. The order of samples depends on the seed and the epoch
 * alone.
 *
 * <p>A step whose loss or gradient is not finite changes nothing; the loop then traces the first
 * operation that gave such a number and ends, with the last good parameters in place.
 */
public final class Trainer {
  private static final int PREFETCHED = 4;

  private final Training training;
  private int epochs = 1;
  private int batchSize = 32;
  private int drawnBatches;
  private boolean dropsRest;
  private long seed;
  private Schedule schedule = Schedules.constant(1e-3);
  private Dataset validationData;
  private int validationBatch = 256;
  private List<Metric> metrics = List.of();
  private EarlyStopping earlyStopping;
  private BooleanSupplier stopSignal = () -> false;
  private final List<TrainingListener> listeners = new ArrayList<>();

  private Trainer(Training training) {
    this.training = training;
  }

  /** A loop over a training, with one epoch, batches of 32 and a learning rate of 0.001. */
  public static Trainer of(Training training) {
    return new Trainer(training);
  }

  public Trainer epochs(int count) {
    requirePositive("epochs", count);
    epochs = count;
    return this;
  }

  public Trainer batchSize(int samples) {
    requirePositive("batchSize", samples);
    batchSize = samples;
    return this;
  }

  /**
   * Makes an epoch of this many batches, whose samples are drawn at random with replacement. If not
   * given, an epoch takes every sample once. For windows of a text that overlap there are too many
   * to take each of them.
   */
  public Trainer drawing(int batchesPerEpoch) {
    requirePositive("drawing", batchesPerEpoch);
    drawnBatches = batchesPerEpoch;
    return this;
  }

  /**
   * Leaves out the last batch of each epoch if it is smaller than the others; the order is drawn
   * anew for each epoch, so that it is not always the same samples. If not given, it is trained on.
   */
  public Trainer droppingRest() {
    dropsRest = true;
    return this;
  }

  /** The seed of the order of samples; 0 if not given. */
  public Trainer seed(long value) {
    seed = value;
    return this;
  }

  public Trainer schedule(Schedule value) {
    schedule = value;
    return this;
  }

  /** Evaluates on a data set after every epoch. */
  public Trainer validation(Dataset data, Metric... figures) {
    validationData = data;
    metrics = List.of(figures);
    return this;
  }

  /**
   * The samples that are evaluated at a time; 256 if not given. Fewer take less memory and give the
   * same figures to rounding: what a language model says of each position is large.
   */
  public Trainer validationBatch(int samples) {
    requirePositive("validationBatch", samples);
    validationBatch = samples;
    return this;
  }

  /** Ends the run when the validation loss stops falling; needs {@link #validation}. */
  public Trainer earlyStopping(EarlyStopping rule) {
    earlyStopping = rule;
    return this;
  }

  /** Asked after every step: true ends the run, with everything trained so far in place. */
  public Trainer stopWhen(BooleanSupplier signal) {
    stopSignal = signal;
    return this;
  }

  public Trainer listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("trainer: " + name + " must be 1 or more, got " + value);
    }
  }

  /**
   * Trains on a data set.
   *
   * @throws IllegalArgumentException if the batch is larger than the data, the data do not fit the
   *     model, or the model does not take the last, smaller batch; nothing is trained then
   */
  public TrainingResult fit(Dataset data) {
    if (earlyStopping != null && validationData == null) {
      throw new IllegalStateException(
          "trainer: early stopping watches the validation loss; say validation(data) as well");
    }
    return new Run(data).run();
  }

  /** One call of {@link #fit}. */
  private final class Run {
    private final BatchSource batches;
    private final Validation validation;
    private final EarlyStopping.Watch watch;
    private final Progress progress = new Progress();
    private final List<EpochResult> results = new ArrayList<>();
    private final long start = System.nanoTime();
    private long steps;
    private long samples;
    private Optional<String> failure = Optional.empty();

    Run(Dataset data) {
      batches =
          drawnBatches > 0
              ? new RandomBatches(data, batchSize, drawnBatches, seed)
              : everySample(data);
      validation =
          validationData == null
              ? null
              : new Validation(training, validationData, validationBatch, metrics);
      watch = earlyStopping == null ? null : earlyStopping.new Watch();
    }

    private Batches everySample(Dataset data) {
      Batches every = Batches.shuffled(data, batchSize, seed);
      Batches taken = dropsRest ? every.droppingRest() : every;
      training.step(batchSize);
      LastBatch.compile(
          "trainer",
          taken,
          training::step,
          "Leave it out with droppingRest(), or choose another batch size");
      return taken;
    }

    TrainingResult run() {
      int perEpoch = batches.batchesPerEpoch();
      long total = (long) perEpoch * epochs;
      listeners.forEach(listener -> listener.onStart(total, perEpoch));
      End end = End.COMPLETED;
      try (Prefetcher prefetcher = new Prefetcher(batches, 0, total, PREFETCHED)) {
        for (int epoch = 1; epoch <= epochs && end == End.COMPLETED; epoch++) {
          end = epoch(epoch, prefetcher);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        end = End.INTERRUPTED;
      }
      TrainingResult result = new TrainingResult(results, end, steps, failure);
      listeners.forEach(listener -> listener.onEnd(result));
      return result;
    }

    private End epoch(int epoch, Prefetcher prefetcher) throws InterruptedException {
      double lossSum = 0;
      long epochSamples = 0;
      long epochStart = System.nanoTime();
      for (int i = 0; i < batches.batchesPerEpoch(); i++) {
        Batch batch = prefetcher.next();
        TrainingStep step = training.step(batch.size());
        step.features().write(batch.features());
        if (step.usesTargets()) {
          step.targets().write(batch.targets());
        }
        double rate = schedule.learningRate(training.updates());
        step.run(rate);
        steps++;
        if (!step.wasFinite()) {
          failure = Optional.of(explain(step));
          return End.DIVERGED;
        }
        lossSum += (double) step.loss() * batch.size();
        epochSamples += batch.size();
        samples += batch.size();
        progress.update(epoch, steps, samples, step.loss(), rate, System.nanoTime() - start);
        for (TrainingListener listener : listeners) {
          listener.onStep(progress);
        }
        if (stopSignal.getAsBoolean()) {
          return End.INTERRUPTED;
        }
      }
      double seconds = (System.nanoTime() - epochStart) / 1e9;
      return finish(epoch, lossSum / epochSamples, seconds, epochSamples / seconds);
    }

    private End finish(int epoch, double trainLoss, double seconds, double rate) {
      OptionalDouble validationLoss = OptionalDouble.empty();
      Map<String, Double> figures = Map.of();
      if (validation != null) {
        Validation.Result result = validation.run();
        validationLoss = OptionalDouble.of(result.loss());
        figures = result.metrics();
      }
      EpochResult result =
          new EpochResult(epoch, trainLoss, validationLoss, figures, seconds, rate);
      results.add(result);
      listeners.forEach(listener -> listener.onEpoch(result));
      schedule.observe(validationLoss.orElse(trainLoss));
      boolean stop = watch != null && watch.shouldStop(validationLoss.orElse(Double.NaN));
      return stop ? End.STOPPED_EARLY : End.COMPLETED;
    }

    /**
     * Runs the step that failed again, one operation at a time: it changed nothing, so it repeats.
     */
    private String explain(TrainingStep step) {
      String what =
          Float.isFinite(step.loss())
              ? "the gradient norm is " + step.gradientNorm()
              : "the loss is " + step.loss();
      String where =
          training
              .trace(step)
              .map(finding -> "first in " + finding)
              .orElse("each operation by itself gave finite numbers");
      return "step "
          + steps
          + ": "
          + what
          + "; "
          + where
          + ". The parameters are those before this step. Lower the learning rate, clip the gradient,"
          + " or look at the data";
    }
  }
}
