package io.deltarule.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.EmulatedDevice;
import java.util.List;

/** What the emulated device knows to be alive. */
final class LivingObjects {
  private static final List<String> KINDS =
      List.of(
          "allocations",
          "host_allocations",
          "contexts",
          "streams",
          "events",
          "modules",
          "graphs",
          "graph_executables",
          "cublas_handles");

  private LivingObjects() {}

  /** Fails if anything is alive. */
  static void requireNone(String when) {
    for (String kind : KINDS) {
      assertThat(EmulatedDevice.counter(kind)).as("%s alive %s", kind, when).isZero();
    }
  }
}
