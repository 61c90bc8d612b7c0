package io.deltarule.benchmarks.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one process is asked to measure. It crosses to the process as arguments, which engines in
 * any language read. They are read here by hand, not by a library, which would take a part of the
 * start that is being measured.
 *
 * @param workload the workload's name, such as {@code mlp-small}
 * @param device the backend, {@code auto} or a name; peers run on the CPU
 * @param batch samples in a batch
 * @param threads worker threads
 * @param warmup seconds before counting
 * @param seconds seconds of counting
 */
public record StepRequest(
    String workload, String device, int batch, int threads, double warmup, double seconds) {

  /** The arguments that {@link #parse} reads. */
  public List<String> arguments() {
    return List.of(
        "--workload", workload,
        "--device", device,
        "--batch", String.valueOf(batch),
        "--threads", String.valueOf(threads),
        "--warmup", String.valueOf(warmup),
        "--seconds", String.valueOf(seconds));
  }

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException if one is missing, unknown or no number
   */
  public static StepRequest parse(String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " needs a value");
      }
      values.put(arguments[i], arguments[i + 1]);
    }
    StepRequest request =
        new StepRequest(
            take(values, "--workload"),
            take(values, "--device"),
            Integer.parseInt(take(values, "--batch")),
            Integer.parseInt(take(values, "--threads")),
            Double.parseDouble(take(values, "--warmup")),
            Double.parseDouble(take(values, "--seconds")));
    if (!values.isEmpty()) {
      throw new IllegalArgumentException("unknown option " + values.keySet().iterator().next());
    }
    return request;
  }

  private static String take(Map<String, String> values, String name) {
    String value = values.remove(name);
    if (value == null) {
      throw new IllegalArgumentException("say " + name);
    }
    return value;
  }
}
