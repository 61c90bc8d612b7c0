package io.deltarule.cpu.processor;

import io.deltarule.backend.Check;
import io.deltarule.cpu.warmup.WarmUp;
import java.util.Optional;

/** Finds out whether the Vector API can be used, and loads the code that does. */
public final class Simd {
  /** The module of the Vector API. */
  public static final String MODULE = "jdk.incubator.vector";

  private static final String NAME = "Vector API";
  private static final String SOURCE = "io.deltarule.cpu.simd.SimdProcessor";
  private static final String REMEDY = "start Java with --add-modules " + MODULE;

  private Simd() {}

  /** Whether the incubator module is in this virtual machine, and the compiler that it needs. */
  public static Check check() {
    return check(
        ModuleLayer.boot().findModule(MODULE).isPresent(), System.getProperty("java.vm.info", ""));
  }

  /**
   * The check for a virtual machine.
   *
   * @param compilers what it says of its compilers
   */
  static Check check(boolean modulePresent, String compilers) {
    if (!modulePresent) {
      return Check.degraded(
          NAME,
          "module " + MODULE + " is not resolved, so plain Java loops run, several times slower",
          REMEDY);
    }
    // Only C2 makes instructions of vectors. C1 and the interpreter allocate them, all of them.
    if (compilers.contains("emulated-client") || compilers.contains("interpreted")) {
      return Check.degraded(
          NAME,
          "the optimizing compiler is off ("
              + compilers
              + "), so plain Java loops run, which are faster then, but many times slower than usual",
          "start Java without -XX:TieredStopAtLevel and -Xint, which development tools may add");
    }
    return Check.passed(NAME, "module " + MODULE + " is present");
  }

  /**
   * The vector form, if the check passes.
   *
   * @param warmUp what its parts begin as
   */
  public static Optional<Processor> load(WarmUp warmUp) {
    return source().map(source -> source.create(warmUp));
  }

  /** The width of its vectors, in a few words, if the check passes. */
  public static Optional<String> description() {
    return source().map(Processor.Source::description);
  }

  private static Optional<Processor.Source> source() {
    if (!check().passed()) {
      return Optional.empty();
    }
    Module own = Simd.class.getModule();
    ModuleLayer.boot().findModule(MODULE).ifPresent(own::addReads);
    try {
      return Optional.of(
          Class.forName(SOURCE)
              .asSubclass(Processor.Source.class)
              .getDeclaredConstructor()
              .newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cpu: the SIMD package could not be loaded", e);
    }
  }
}
