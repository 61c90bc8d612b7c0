package io.deltarule.cpu.pointwise;

import io.deltarule.cpu.warmup.Form;

/** A row kernel bound to its arrays: bound anew when its class takes another form. */
final class BoundRow implements Form<RowKernel> {
  private final Form<RowClass> form;
  private final Object[] arrays;
  private RowClass rowClass;
  private RowKernel kernel;

  BoundRow(Form<RowClass> form, Object[] arrays) {
    this.form = form;
    this.arrays = arrays;
    this.rowClass = form.now();
    this.kernel = rowClass.bind(arrays);
  }

  @Override
  public RowKernel next(long work) {
    RowClass present = form.next(work);
    if (present != rowClass) {
      rowClass = present;
      kernel = present.bind(arrays);
    }
    return kernel;
  }
}
