package io.deltarule.cpu.processor;

import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.warmup.WarmUp;
import java.util.List;

/** The forms of processor-dependent code that tests compare: plain Java and the Vector API. */
public final class Processors {
  private Processors() {}

  /** The vector form; the tests of this module run with the incubator module. */
  public static Processor simd() {
    return Simd.load(WarmUp.none())
        .orElseThrow(
            () -> new IllegalStateException("run these tests with --add-modules " + Simd.MODULE));
  }

  /** Both forms. */
  public static List<Processor> all() {
    return List.of(Processor.plain(), simd());
  }

  /** Both forms of printed rows. */
  public static List<RowKernels.Printer> printers() {
    return all().stream().map(Processor::printer).toList();
  }
}
