package io.deltarule.train;

import io.deltarule.backend.Port;
import io.deltarule.data.Batch;
import io.deltarule.data.BatchSource;
import io.deltarule.data.Batches;
import io.deltarule.data.Dataset;
import io.deltarule.metric.Metric;
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
   */
  public Validation(Training training, Dataset data, int batch, List<Metric> metrics) {
    this.training = training;
    this.batches = Batches.inOrder(data, Math.min(batch, data.size()));
    this.metrics = List.copyOf(metrics);
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
    boolean labels = batches.data().isClassification();
    int rows = batch.targets().size();
    int columns = labels ? elements / rows : 1;
    for (Metric metric : metrics) {
      if (labels) {
        metric.update(predictions, batch.targets().ints(), rows, columns);
      } else {
        metric.update(predictions, batch.targets().floats(), rows, columns);
      }
    }
  }
}
