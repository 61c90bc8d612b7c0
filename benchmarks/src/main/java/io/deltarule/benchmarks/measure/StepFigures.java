package io.deltarule.benchmarks.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What one process measured of one workload. It crosses from the process as a line of JSON on its
 * standard output; what a process can't tell is null.
 *
 * @param engine what ran, with its version, such as {@code PyTorch 2.13.0}
 * @param workload the workload's name
 * @param batch samples in a batch
 * @param threads worker threads
 * @param parameters trained numbers: engines that differ here don't train the same model
 * @param steps the number of steps that count
 * @param medianMillis the median time of a step
 * @param minMillis the shortest time of a step
 * @param flops floating-point operations of a step, by its plan
 * @param bytes compulsory bytes of a step's operations, by its plan
 * @param allocatedBytesPerStep bytes of the Java heap that all threads allocate in a step
 * @param peakMemoryBytes the most memory that the process had resident
 * @param firstStepEnd when the first step had ended, in milliseconds since 1970
 * @param steadySeconds the time from the first step until the steps were about as fast as those
 *     that count; null if the warm-up ended before
 * @param firstLoss the loss of the first step
 * @param lastLoss the loss of the last step: one that is not below the first has not trained
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StepFigures(
    String engine,
    String workload,
    int batch,
    int threads,
    long parameters,
    int steps,
    double medianMillis,
    double minMillis,
    Long flops,
    Long bytes,
    Double allocatedBytesPerStep,
    Long peakMemoryBytes,
    long firstStepEnd,
    Double steadySeconds,
    double firstLoss,
    double lastLoss) {

  /** Samples that are trained on in a second. */
  public double samplesPerSecond() {
    return batch / (medianMillis / 1e3);
  }

  /** The line that {@link #parse} reads. */
  public String toLine() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures of " + workload + " can't be written as JSON", e);
    }
  }

  /**
   * Finds the figures among the lines that a process printed; native libraries print others.
   *
   * @throws IllegalArgumentException if there are none, or if training did not lower the loss
   */
  public static StepFigures parse(List<String> lines) {
    String line =
        lines.stream()
            .filter(text -> text.startsWith("{\"engine\""))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no figures were printed, only " + lines));
    StepFigures figures;
    try {
      figures = new ObjectMapper().readValue(line, StepFigures.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the figures of a step: " + line, e);
    }
    return figures.requireLearning();
  }

  private StepFigures requireLearning() {
    if (!(lastLoss < firstLoss)) {
      throw new IllegalArgumentException(
          engine
              + ", "
              + workload
              + ": the loss must fall on a batch that is trained on over and over, but it went from "
              + firstLoss
              + " to "
              + lastLoss
              + "; the time of such steps means nothing");
    }
    return this;
  }
}
