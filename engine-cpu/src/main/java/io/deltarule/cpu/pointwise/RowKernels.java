package io.deltarule.cpu.pointwise;

import io.deltarule.cpu.warmup.Form;
import io.deltarule.cpu.warmup.WarmUp;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes row kernels, defining one class for each specification however often it is used: the
 * optimizer steps of ten layers run the same machine code.
 */
public final class RowKernels {
  /** How classes are printed and where they are defined. */
  public interface Printer {
    /** The class file, or empty if the JIT would not compile its methods. */
    Optional<byte[]> print(RowSpec spec);

    /** The package in which the classes are defined. */
    MethodHandles.Lookup lookup();

    /** True if the class has a vector loop, for which a scalar one can stand in. */
    default boolean hasVectors(RowSpec spec) {
      return false;
    }
  }

  private final Printer printer;
  private final WarmUp warmUp;
  private final Map<RowSpec, Form<RowClass>> classes = new HashMap<>();

  /** Row kernels that are of one form from the first call. */
  public RowKernels(Printer printer) {
    this(printer, WarmUp.none());
  }

  /**
   * Row kernels.
   *
   * @param warmUp what those with a vector loop begin as
   */
  public RowKernels(Printer printer, WarmUp warmUp) {
    this.printer = printer;
    this.warmUp = warmUp;
  }

  /**
   * Binds a row kernel.
   *
   * @param arrays float[] or int[] of each operand, inputs before outputs
   */
  public Form<RowKernel> bind(RowSpec spec, Object... arrays) {
    return new BoundRow(classes.computeIfAbsent(spec, this::define), arrays);
  }

  private Form<RowClass> define(RowSpec spec) {
    return printer.hasVectors(spec)
        ? warmUp.form(new RowPiece(spec, printer))
        : Form.of(RowClass.define(printer, spec));
  }
}
