package io.deltarule.cli;

import io.deltarule.train.EpochResult;
import java.util.Locale;

/** The line that an epoch prints. */
final class EpochLine {
  private EpochLine() {}

  /** Such as {@code epoch 1/5 train loss 0.3312 test loss 0.1302 test accuracy 0.9611 (...)}. */
  static String of(EpochResult result, int epochs) {
    StringBuilder line =
        new StringBuilder("epoch ").append(result.epoch()).append('/').append(epochs);
    append(line, "train loss", result.trainLoss());
    result.validationLoss().ifPresent(loss -> append(line, "test loss", loss));
    result.metrics().forEach((name, value) -> append(line, "test " + name, value));
    line.append(
        String.format(
            Locale.ROOT,
            "  (%.1f s, %,.0f samples/s)",
            result.seconds(),
            result.samplesPerSecond()));
    return line.toString();
  }

  private static void append(StringBuilder line, String name, double value) {
    line.append(String.format(Locale.ROOT, "  %s %.4f", name, value));
  }
}
