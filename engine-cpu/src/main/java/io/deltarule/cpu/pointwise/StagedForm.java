package io.deltarule.cpu.pointwise;

import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.warmup.Form;
import java.util.ArrayList;
import java.util.List;

/** A staged row bound to its arrays: bound anew when the class of a stage takes another form. */
final class StagedForm implements Form<RowKernel> {
  private final WorkerPool pool;
  private final RowStages stages;
  private final List<Form<RowClass>> forms;
  private final Object[] arrays;
  private final List<RowClass> classes = new ArrayList<>();
  private RowKernel kernel;

  StagedForm(WorkerPool pool, RowStages stages, List<Form<RowClass>> forms, Object[] arrays) {
    this.pool = pool;
    this.stages = stages;
    this.forms = List.copyOf(forms);
    this.arrays = arrays;
    forms.forEach(form -> classes.add(form.now()));
    kernel = new StagedRow(pool, stages, classes, arrays);
  }

  @Override
  public RowKernel next(long work) {
    boolean isChanged = false;
    for (int i = 0; i < forms.size(); i++) {
      RowClass present = forms.get(i).next(work / forms.size());
      isChanged |= classes.set(i, present) != present;
    }
    if (isChanged) {
      kernel = new StagedRow(pool, stages, classes, arrays);
    }
    return kernel;
  }
}
