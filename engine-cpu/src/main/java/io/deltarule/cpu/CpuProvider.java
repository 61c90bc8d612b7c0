package io.deltarule.cpu;

import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.BackendProvider;
import io.deltarule.backend.Check;
import io.deltarule.cpu.processor.Simd;
import java.util.List;

/** Offers the CPU backend, which runs everywhere. */
public final class CpuProvider implements BackendProvider {
  public CpuProvider() {}

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public int preference() {
    return 10;
  }

  @Override
  public List<Check> check(BackendOptions options) {
    int processors = Runtime.getRuntime().availableProcessors();
    return List.of(
        Check.passed("Java", Runtime.version() + ", " + System.getProperty("os.arch")),
        Simd.check(),
        vectors(),
        Check.passed("threads", options.resolvedThreads() + " of " + processors + " processors"));
  }

  private static Check vectors() {
    return Simd.description()
        .map(description -> Check.passed("vectors", description))
        .orElseGet(
            () -> Check.degraded("vectors", "none: see the Vector API", Simd.check().remedy()));
  }

  @Override
  public Backend open(BackendOptions options) {
    return new CpuBackend(options);
  }
}
