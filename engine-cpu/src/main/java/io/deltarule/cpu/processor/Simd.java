package io.deltarule.cpu.processor;

import io.deltarule.backend.Check;
import java.util.Optional;

/** Finds out whether the Vector API can be used, and loads the code that does. */
public final class Simd {
  /** The module of the Vector API. */
  public static final String MODULE = "jdk.incubator.vector";

  private static final String SOURCE = "io.deltarule.cpu.simd.SimdProcessor";
  private static final String REMEDY = "start Java with --add-modules " + MODULE;

  private Simd() {}

  /** Whether the incubator module is in this virtual machine. */
  public static Check check() {
    boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
    return present
        ? Check.passed("Vector API", "module " + MODULE + " is present")
        : Check.degraded(
            "Vector API",
            "module " + MODULE + " is not resolved, so plain Java loops run, several times slower",
            REMEDY);
  }

  /** The vector form, if the module is there. */
  public static Optional<Processor> load() {
    if (!check().passed()) {
      return Optional.empty();
    }
    Module own = Simd.class.getModule();
    ModuleLayer.boot().findModule(MODULE).ifPresent(own::addReads);
    try {
      Processor.Source source =
          Class.forName(SOURCE)
              .asSubclass(Processor.Source.class)
              .getDeclaredConstructor()
              .newInstance();
      return Optional.of(source.create());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cpu: the SIMD package could not be loaded", e);
    }
  }
}
