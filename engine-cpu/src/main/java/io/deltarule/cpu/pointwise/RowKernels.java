package io.deltarule.cpu.pointwise;

import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.cpu.warmup.WarmUp;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes row kernels, defining one class for each specification however often it is used: the
 * optimizer steps of ten layers run the same machine code.
 */
public final class RowKernels {
  /** How classes are printed and where they are defined. */
  public interface Printer {
    /** The class file. */
    byte[] print(RowSpec spec);

    /** The package in which the classes are defined. */
    MethodHandles.Lookup lookup();

    /** True if the class has a vector loop, for which a scalar one can stand in. */
    default boolean hasVectors(RowSpec spec) {
      return false;
    }
  }

  private final Printer printer;
  private final WarmUp warmUp;
  private final WorkerPool pool;
  private final Map<RowSpec, RowStages> stages = new HashMap<>();
  private final Map<RowSpec, Form<RowClass>> classes = new HashMap<>();

  /**
   * Row kernels.
   *
   * @param pool the threads that will run them
   * @param warmUp what those with a vector loop begin as
   */
  public RowKernels(WorkerPool pool, Printer printer, WarmUp warmUp) {
    this.pool = pool;
    this.printer = printer;
    this.warmUp = warmUp;
  }

  /**
   * Binds a row kernel.
   *
   * @param arrays float[] or int[] of each operand, inputs before outputs
   */
  public Form<RowKernel> bind(RowSpec spec, Object... arrays) {
    RowStages cut = stages.computeIfAbsent(spec, RowStages::of);
    List<Form<RowClass>> forms = cut.stages().stream().map(stage -> form(stage.spec())).toList();
    return forms.size() == 1
        ? new BoundRow(forms.get(0), arrays)
        : new StagedForm(pool, cut, forms, arrays);
  }

  private Form<RowClass> form(RowSpec spec) {
    return classes.computeIfAbsent(spec, this::define);
  }

  private Form<RowClass> define(RowSpec spec) {
    return printer.hasVectors(spec)
        ? warmUp.form(new RowPiece(spec, printer))
        : Form.of(RowClass.define(printer, spec));
  }
}
