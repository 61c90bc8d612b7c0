package io.deltarule.backend;

import java.util.Map;

/**
 * How a backend is opened.
 *
 * @param threads worker threads for backends that run on the host; 0 for one a processor
 * @param settings further settings by name; a backend names those it knows
 */
public record BackendOptions(int threads, Map<String, String> settings) {
  public BackendOptions {
    settings = Map.copyOf(settings);
    if (threads < 0) {
      throw new IllegalArgumentException(
          "backend options: threads must be 1 or more, or 0 for one a processor, got " + threads);
    }
  }

  /** One thread a processor, no further settings. */
  public static BackendOptions standard() {
    return new BackendOptions(0, Map.of());
  }

  /** The same with another number of threads. */
  public BackendOptions withThreads(int count) {
    return new BackendOptions(count, settings);
  }

  /** The number of threads, resolved: one a processor where none was asked for. */
  public int resolvedThreads() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
