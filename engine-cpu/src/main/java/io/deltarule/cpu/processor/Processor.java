package io.deltarule.cpu.processor;

import io.deltarule.cpu.index.RowSums;
import io.deltarule.cpu.matmul.MicroKernels;
import io.deltarule.cpu.norm.CenteredSumsOfRuns;
import io.deltarule.cpu.norm.PlainSumsOfRuns;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.pointwise.ScalarRows;
import io.deltarule.cpu.reduce.PlainRowReductions;
import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.cpu.warmup.WarmUp;

/**
 * The code that depends on the processor's vectors, in one of two forms: over the Vector API or
 * plain. The SIMD form lives in a package of its own, which is loaded by name, and only where the
 * incubator module is there.
 *
 * @param description the width in use, in a few words
 */
public record Processor(
    String description,
    MicroKernels microKernels,
    Form<RowReductions> reductions,
    Form<RowSums> rowSums,
    Form<CenteredSumsOfRuns> sumsOfRuns,
    RowKernels.Printer printer) {

  /** Makes the form of a package; implemented by the SIMD package. */
  public interface Source {
    /** The form, whose parts begin as the warm-up says. */
    Processor create(WarmUp warmUp);

    /** What {@link Processor#description} will be. */
    String description();
  }

  /** Plain Java. */
  public static Processor plain() {
    return new Processor(
        "plain Java",
        MicroKernels.plain(),
        Form.of(new PlainRowReductions()),
        Form.of(RowSums.plain()),
        Form.of(new PlainSumsOfRuns()),
        new ScalarRows());
  }
}
