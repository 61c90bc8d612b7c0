package io.deltarule.cli;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Engine;
import io.deltarule.cli.recipe.Recipe;
import io.deltarule.cli.recipe.Task;
import io.deltarule.compile.Compiler;
import io.deltarule.data.Batch;
import io.deltarule.data.BatchSource;
import io.deltarule.data.Batches;
import io.deltarule.graph.Computation;
import io.deltarule.optim.Schedule;
import io.deltarule.parity.diagnose.Difference;
import io.deltarule.parity.diagnose.Evidence;
import io.deltarule.parity.diagnose.Lockstep;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One run of {@code diff}: the steps that {@code train} would begin with, on two backends. */
final class DiffRun {
  /**
   * What is asked for, checked.
   *
   * @param steps 1 or more
   * @param batch from 1 to the number of training samples
   * @param seed decides all that is random
   * @param top lines of the table
   * @param compiled whether the compiler's passes are applied
   * @param out where an operation that differs is written
   */
  record Request(int steps, int batch, long seed, int top, boolean compiled, Path out) {}

  private final Engine left;
  private final Engine right;
  private final Recipe recipe;
  private final Task task;
  private final Request request;

  DiffRun(Engine left, Engine right, Recipe recipe, Task task, Request request) {
    this.left = left;
    this.right = right;
    this.recipe = recipe;
    this.task = task;
    this.request = request;
  }

  /**
   * Compares and reports.
   *
   * @return the exit code
   * @throws IOException if the operation that differs can't be written
   */
  int run(PrintWriter out) throws IOException {
    Recipe.Settings settings = recipe.defaults();
    try (Training training =
        recipe
            .problem(left)
            .optimizer(recipe.optimizer(OptimizerChoice.named(settings.optimizer()).make()))
            .seed(request.seed())
            .build()) {
      // Gives the optimizer's slots their first values.
      training.step(request.batch());
      Computation step = training.stepComputation(request.batch());
      try (Lockstep lockstep =
          Lockstep.of(request.compiled() ? Compiler.optimize(step) : step, left, right)) {
        lockstep.writeVariables(training.state());
        introduce(out, settings, lockstep);
        Optional<Evidence> wrong = run(lockstep, training);
        out.println();
        out.print(lockstep.table().print(request.top()));
        out.println();
        if (wrong.isPresent()) {
          wrong.get().save(request.out(), metadata());
          tell(out, wrong.get());
        } else {
          conclude(out, lockstep);
        }
        out.flush();
        return wrong.isPresent() ? ExitCodes.FAILED : ExitCodes.OK;
      }
    }
  }

  private void introduce(PrintWriter out, Recipe.Settings settings, Lockstep lockstep) {
    tell(out, "left", left.backend());
    tell(out, "right", right.backend());
    out.printf(
        Locale.ROOT,
        "%s: %d %s of batch %d, %s, seed %d, %s, %d operations a step%n",
        recipe.name(),
        request.steps(),
        request.steps() == 1 ? "step" : "steps",
        request.batch(),
        settings.optimizer(),
        request.seed(),
        request.compiled() ? "compiled" : "not compiled",
        lockstep.operations());
    out.flush();
  }

  private static void tell(PrintWriter out, String side, Backend backend) {
    out.printf("%-5s  %s: %s%n", side, backend.name(), backend.description());
  }

  /** Batches and learning rates as {@link TrainingRun} has them. */
  private Optional<Evidence> run(Lockstep lockstep, Training training) {
    Recipe.Settings settings = recipe.defaults();
    Batches batches =
        Batches.shuffled(task.train(), request.batch(), request.seed()).droppingRest();
    int perEpoch = batches.batchesPerEpoch();
    Schedule schedule =
        recipe.schedule(settings.learningRate(), (long) perEpoch * settings.epochs(), perEpoch);
    BatchSource.Reader reader = batches.newReader();
    Batch batch = batches.newBatch();
    Optional<Evidence> wrong = Optional.empty();
    for (int step = 0; step < request.steps() && wrong.isEmpty(); step++) {
      reader.read(step / perEpoch, step % perEpoch, batch);
      lockstep.write("features", batch.features());
      lockstep.write("targets", batch.targets());
      lockstep.write(training.learningRate(), Tensor.scalar((float) schedule.learningRate(step)));
      wrong = lockstep.run();
    }
    return wrong;
  }

  private Map<String, String> metadata() {
    return Map.of(
        "recipe", recipe.name(),
        "seed", Long.toString(request.seed()),
        "batch", Integer.toString(request.batch()),
        "left", left.backend().name(),
        "right", right.backend().name(),
        "deltarule", Version.current());
  }

  private void tell(PrintWriter out, Evidence wrong) {
    Difference at = wrong.difference();
    out.printf(
        Locale.ROOT,
        "STOPPED in step %d at operation %d, %s: output %d %s element %d%n",
        at.step(),
        at.index(),
        at.describe(),
        at.output(),
        at.type(),
        at.element());
    value(out, left, at.left(), wrong.leftError());
    value(out, right, at.right(), wrong.rightError());
    out.printf(Locale.ROOT, "  %-10s %s%n", "exact", at.exact());
    out.printf(
        Locale.ROOT,
        "  they differ by %.3g, rounding explains %.3g: error/bound %.3g%n",
        at.error(),
        at.allowed(),
        at.ratio());
    out.println("its inputs and both outputs are in " + request.out());
    out.println(
        "Both had the same inputs, so the fault is in this operation alone; that of "
            + suspect(wrong)
            + " is further from the exact result. Load the file (tensors input.N, left.N, right.N,"
            + " exact.N) and look at the elements that differ; run again with "
            + (request.compiled() ? "--plain to see whether fusion matters" : "another --batch")
            + (left.backend().name().equals("cpu") || right.backend().name().equals("cpu")
                ? " and with --threads 1 to see whether the split over threads does."
                : "."));
  }

  private static void value(PrintWriter out, Engine engine, double value, double error) {
    out.printf(Locale.ROOT, "  %-10s %s, off by %.3g%n", engine.backend().name(), value, error);
  }

  /** NaN is the furthest. */
  private String suspect(Evidence wrong) {
    boolean rightIsNearer =
        Double.isNaN(wrong.leftError()) || wrong.leftError() > wrong.rightError();
    return (rightIsNearer ? left : right).backend().name();
  }

  private static void conclude(PrintWriter out, Lockstep lockstep) {
    Difference worst = lockstep.table().differences().get(0);
    out.printf(
        Locale.ROOT,
        "all agree: %d comparisons, %s, largest drift %.1e%n",
        lockstep.table().comparisons(),
        worst.ratio() == 0
            ? "no difference at all"
            : String.format(
                Locale.ROOT, "worst error/bound %.3g (%s)", worst.ratio(), worst.describe()),
        lockstep.table().worstDrift());
  }
}
