package io.deltarule.train;

import io.deltarule.backend.Port;
import io.deltarule.data.Batch;
import io.deltarule.data.BatchSource;
import io.deltarule.data.Batches;
import io.deltarule.data.Dataset;
import io.deltarule.graph.TensorType;
import io.deltarule.metric.Metric;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Goes over a data set in evaluation mode: mean loss and metrics. */
public final class Validation {
  private final Training training;
  private final Batches batches;
  private final List<Metric> metrics;
  private float[] predictions = new float[0];

  /**
   * Prepares to evaluate on a data set.
   *
   * @param batch the number of samples at a time; a last smaller batch is evaluated as well
   * @throws IllegalArgumentException if the data or a metric don't fit the model: now, rather than
   *     after an epoch of training
   */
  public Validation(Training training, Dataset data, int batch, List<Metric> metrics) {
    this.training = training;
    this.batches = Batches.inOrder(data, Math.min(batch, data.size()));
    this.metrics = List.copyOf(metrics);
    requireFit(training.evaluation(batches.batchSize()), data);
    LastBatch.compile(
        "validation",
        batches,
        training::evaluation,
        "Evaluate another number of samples at a time");
  }

  private void requireFit(Evaluation evaluation, Dataset data) {
    Shape batch = Shape.of(batches.batchSize());
    TensorType features = new TensorType(data.featureType(), batch.append(data.featureShape()));
    TensorType targets = new TensorType(data.targetType(), batch.append(data.targetShape()));
    boolean fits =
        features.equals(evaluation.features().type())
            && (!evaluation.usesTargets() || targets.equals(evaluation.targets().type()));
    if (!fits) {
      throw new IllegalArgumentException(
          "validation: the training takes batches of "
              + evaluation.features().type()
              + (evaluation.usesTargets() ? " with targets " + evaluation.targets().type() : "")
              + ", the validation data are "
              + features
              + " with targets "
              + targets
              + "; prepare them as the training data are");
    }
    // A metric of another kind refuses a batch of no rows, too.
    int elements = Math.toIntExact(evaluation.prediction().type().shape().elementCount());
    int rows = Math.toIntExact(batch.append(data.targetShape()).elementCount());
    update(
        new float[0],
        Tensor.zeros(Shape.of(0), data.targetType()),
        0,
        elements / Math.max(rows, 1));
  }

  /**
   * What an evaluation gave.
   *
   * @param loss the mean loss over all samples, if the loss is a mean over a batch
   * @param metrics the figures by name
   */
  public record Result(double loss, Map<String, Double> metrics) {}

  /** Evaluates the model as it is now. */
  public Result run() {
    metrics.forEach(Metric::reset);
    BatchSource.Reader reader = batches.newReader();
    Batch batch = batches.newBatch();
    double lossSum = 0;
    for (int index = 0; index < batches.batchesPerEpoch(); index++) {
      reader.read(0, index, batch);
      Evaluation evaluation = training.evaluation(batch.size());
      evaluation.features().write(batch.features());
      if (evaluation.usesTargets()) {
        evaluation.targets().write(batch.targets());
      }
      evaluation.run();
      lossSum += (double) evaluation.loss() * batch.size();
      if (!metrics.isEmpty()) {
        updateMetrics(evaluation.prediction(), batch);
      }
    }
    Map<String, Double> values = new LinkedHashMap<>();
    metrics.forEach(metric -> values.put(metric.name(), metric.value()));
    return new Result(lossSum / batches.examplesPerEpoch(), values);
  }

  private void updateMetrics(Port prediction, Batch batch) {
    int elements = Math.toIntExact(prediction.type().shape().elementCount());
    if (predictions.length < elements) {
      predictions = new float[elements];
    }
    prediction.read(predictions, 0);
    update(predictions, batch.targets(), batch.targets().size(), elements);
  }

  private void update(float[] scores, Tensor targets, int rows, int elements) {
    boolean labels = batches.data().isClassification();
    int columns = labels ? elements / Math.max(rows, 1) : 1;
    for (Metric metric : metrics) {
      if (labels) {
        metric.update(scores, targets.ints(), rows, columns);
      } else {
        metric.update(scores, targets.floats(), rows, columns);
      }
    }
  }
}
