package io.deltarule.cli;

import io.deltarule.backend.Engine;
import io.deltarule.cli.recipe.Recipe;
import io.deltarule.cli.recipe.Task;
import io.deltarule.metric.Metric;
import io.deltarule.train.EpochResult;
import io.deltarule.train.Trainer;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingListener;
import io.deltarule.train.TrainingResult;
import io.deltarule.train.TrainingResult.End;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** One run of {@code train}, from the first weights to the saved file. */
final class TrainingRun {
  /**
   * What is asked for, checked.
   *
   * @param epochs 1 or more
   * @param batch from 1 to the number of training samples
   * @param learningRate the highest of the run
   * @param optimizer the optimizer
   * @param seed decides all that is random
   * @param out where the weights go
   */
  record Request(
      int epochs, int batch, double learningRate, OptimizerChoice optimizer, long seed, Path out) {}

  private final Engine engine;
  private final Recipe recipe;
  private final Task task;
  private final Request request;
  private final Interruption interruption;

  TrainingRun(Engine engine, Recipe recipe, Task task, Request request, Interruption interruption) {
    this.engine = engine;
    this.recipe = recipe;
    this.task = task;
    this.request = request;
    this.interruption = interruption;
  }

  /**
   * Trains, saves and reports.
   *
   * @return the exit code
   * @throws IOException if first weights can't be read, or the weights not saved
   */
  int run(PrintWriter out, PrintWriter err) throws IOException {
    try (Training training =
        recipe
            .problem(engine)
            .optimizer(recipe.optimizer(request.optimizer().make()))
            .seed(request.seed())
            .build()) {
      recipe.begin(training);
      introduce(out, training);
      TrainingResult result = fit(training, out);
      // An interrupted thread can't write files: its channels close themselves.
      boolean interrupted = Thread.interrupted() || result.end() == End.INTERRUPTED;
      result.failure().ifPresent(failure -> err.println("error: training failed at " + failure));
      err.flush();
      training.save(request.out(), ModelFile.metadata(recipe, task, request.seed()));
      boolean diverged = result.end() == End.DIVERGED;
      // Only a finished run's last figures are those of the weights that are saved.
      if (!diverged && result.end() != End.INTERRUPTED) {
        result.last().ifPresent(last -> conclude(out, last));
      }
      String saved =
          diverged
              ? "saved the last good weights to "
              : interrupted ? "interrupted; saved the work so far to " : "saved to ";
      out.println(saved + request.out());
      out.flush();
      if (diverged) {
        return ExitCodes.FAILED;
      }
      task.writeExtras(training, request.out());
      task.extras(request.out()).forEach(extra -> out.println("drew " + extra));
      out.flush();
      return interrupted ? ExitCodes.INTERRUPTED : ExitCodes.OK;
    }
  }

  private void introduce(PrintWriter out, Training training) {
    out.printf(
        Locale.ROOT,
        "%s: %,d training and %,d test samples, %,d parameters%n",
        recipe.name(),
        task.train().size(),
        task.test().size(),
        training.layout().parameterCount());
    out.printf(
        Locale.ROOT,
        "%d %s, batch %d, %s, learning rate %s, seed %d%n",
        request.epochs(),
        request.epochs() == 1 ? "epoch" : "epochs",
        request.batch(),
        request.optimizer().label(),
        request.learningRate(),
        request.seed());
    out.flush();
  }

  private TrainingResult fit(Training training, PrintWriter out) {
    int perEpoch = (task.train().size() + request.batch() - 1) / request.batch();
    long total = (long) perEpoch * request.epochs();
    if (!Terminal.isInteractive()) {
      return fit(training, total, perEpoch, new ProgressLines(out, request.epochs()));
    }
    try (ProgressBarReport bar = new ProgressBarReport(out, request.epochs())) {
      return fit(training, total, perEpoch, bar);
    }
  }

  private TrainingResult fit(Training training, long total, int perEpoch, TrainingListener report) {
    return Trainer.of(training)
        .epochs(request.epochs())
        .batchSize(request.batch())
        .seed(request.seed())
        .schedule(recipe.schedule(request.learningRate(), total, perEpoch))
        .validation(task.test(), task.metrics().toArray(Metric[]::new))
        .validationBatch(recipe.evaluationBatch())
        .stopWhen(() -> interruption.isRequested() || Thread.currentThread().isInterrupted())
        .listener(report)
        .fit(task.train());
  }

  private static void conclude(PrintWriter out, EpochResult last) {
    last.validationLoss().ifPresent(loss -> out.printf(Locale.ROOT, "test loss %.4f%n", loss));
    last.metrics().forEach((name, value) -> out.printf(Locale.ROOT, "test %s %.4f%n", name, value));
  }
}
