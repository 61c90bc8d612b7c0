package io.deltarule.cli;

import io.deltarule.train.EpochResult;
import io.deltarule.train.Progress;
import io.deltarule.train.TrainingListener;
import io.deltarule.train.TrainingResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress for a terminal: a bar over the whole run with remaining time, loss and samples per second,
 * above it a line an epoch. The bar is taken down for each line and put up again below.
 */
final class ProgressBarReport implements TrainingListener {
  private static final int MILLIS_BETWEEN = 200;

  private final PrintWriter out;
  private final int epochs;
  private final long start = System.nanoTime();
  private long totalSteps;
  private long step;
  private double messageAt;
  private ProgressBar bar;

  ProgressBarReport(PrintWriter out, int epochs) {
    this.out = out;
    this.epochs = epochs;
  }

  @Override
  public void onStart(long total, int stepsPerEpoch) {
    totalSteps = total;
  }

  @Override
  public void onStep(Progress progress) {
    if (bar == null) {
      bar = show(progress.epoch());
    }
    step = progress.step();
    bar.stepTo(step);
    if (progress.seconds() - messageAt >= MILLIS_BETWEEN / 1000.0) {
      messageAt = progress.seconds();
      bar.setExtraMessage(
          String.format(
              Locale.ROOT,
              " loss %.4f  %,.0f samples/s",
              progress.loss(),
              progress.samples() / progress.seconds()));
    }
  }

  private ProgressBar show(int epoch) {
    return new ProgressBarBuilder()
        .setTaskName("epoch " + epoch + "/" + epochs)
        .setInitialMax(totalSteps)
        .startsFrom(step, Duration.ofNanos(System.nanoTime() - start))
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(MILLIS_BETWEEN)
        .clearDisplayOnFinish()
        .build();
  }

  private void takeDown() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void onEpoch(EpochResult result) {
    takeDown();
    out.println(EpochLine.of(result, epochs));
    out.flush();
  }

  @Override
  public void onEnd(TrainingResult result) {
    takeDown();
  }
}
