package io.deltarule.benchmarks.cases;

import io.deltarule.backend.BackendOptions;
import java.util.Map;

/**
 * Options with which the CPU backend runs vector code from the first call: what measures single
 * operations, after a warm-up of its own, must not measure what stands in for them.
 */
public final class VectorsAtOnce {
  private VectorsAtOnce() {}

  /** The options for a backend, for others than the CPU's the standard ones. */
  public static BackendOptions options(String backend, int threads) {
    return new BackendOptions(threads, backend.equals("cpu") ? Map.of("warmup", "off") : Map.of());
  }
}
