package io.deltarule.cli;

import io.deltarule.train.EpochResult;
import io.deltarule.train.Progress;
import io.deltarule.train.TrainingListener;
import io.deltarule.train.TrainingResult;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/**
 * Progress for a terminal: at the bottom a bar over the whole run with loss, samples per second and
 * remaining time, above it a line an epoch.
 */
final class ProgressBarReport implements TrainingListener, AutoCloseable {
  private static final int MILLIS_BETWEEN = 200;

  private final BottomLine bottom;
  private final int epochs;
  private double messageAt = Double.NEGATIVE_INFINITY;
  private ProgressBar bar;

  ProgressBarReport(PrintWriter out, int epochs) {
    this.bottom = new BottomLine(out);
    this.epochs = epochs;
  }

  @Override
  public void onStart(long totalSteps, int stepsPerEpoch) {
    bar =
        new ProgressBarBuilder()
            .setInitialMax(totalSteps)
            .setUpdateIntervalMillis(MILLIS_BETWEEN)
            .setConsumer(bottom)
            .setRenderer(ProgressBarReport::render)
            .build();
  }

  private static String render(ProgressState state, int width) {
    return BarLine.of(
        state.getCurrent(),
        state.getMax(),
        state.getExtraMessage(),
        state.getTotalElapsed().toMillis() / 1000.0,
        width);
  }

  @Override
  public void onStep(Progress progress) {
    bar.stepTo(progress.step());
    // The line is drawn a few times a second; a step must not pay for text that nobody sees.
    if (progress.seconds() - messageAt >= MILLIS_BETWEEN / 1000.0) {
      messageAt = progress.seconds();
      bar.setExtraMessage(
          String.format(
              Locale.ROOT,
              "epoch %d/%d  loss %.4f  %,.0f samples/s",
              progress.epoch(),
              epochs,
              progress.loss(),
              progress.samples() / progress.seconds()));
    }
  }

  @Override
  public void onEpoch(EpochResult result) {
    bottom.printAbove(EpochLine.of(result, epochs));
  }

  @Override
  public void onEnd(TrainingResult result) {
    close();
  }

  /** Takes the bar away, so that what is told of a failure has a line of its own. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
      bottom.clear();
    }
  }
}
