package io.deltarule.cli;

import io.deltarule.train.EpochResult;
import io.deltarule.train.Progress;
import io.deltarule.train.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Progress for pipes and files: a line an epoch, and one now and then within long ones. */
final class ProgressLines implements TrainingListener {
  private static final double SECONDS_BETWEEN = 10;

  private final PrintWriter out;
  private final int epochs;
  private long totalSteps;
  private int stepsPerEpoch;
  private double printedAt;
  private double now;

  ProgressLines(PrintWriter out, int epochs) {
    this.out = out;
    this.epochs = epochs;
  }

  @Override
  public void onStart(long total, int perEpoch) {
    totalSteps = total;
    stepsPerEpoch = perEpoch;
  }

  @Override
  public void onStep(Progress progress) {
    now = progress.seconds();
    if (now - printedAt < SECONDS_BETWEEN) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "epoch %d/%d  step %d/%d  loss %.4f  %,.0f samples/s  %.0f s left%n",
        progress.epoch(),
        epochs,
        progress.step() - (long) (progress.epoch() - 1) * stepsPerEpoch,
        stepsPerEpoch,
        progress.loss(),
        progress.samples() / now,
        now / progress.step() * (totalSteps - progress.step()));
    out.flush();
    printedAt = now;
  }

  @Override
  public void onEpoch(EpochResult result) {
    out.println(EpochLine.of(result, epochs));
    out.flush();
    printedAt = now;
  }
}
