package io.deltarule.cli;

import java.util.Locale;

/** How far a run is, in one line: share, bar, what is told of the last step, remaining time. */
final class BarLine {
  private static final int SHORTEST_BAR = 5;
  private static final int LONGEST_BAR = 40;

  private BarLine() {}

  /**
   * Such as {@code 41% [####------] epoch 2/5 loss 0.0812 52,340 samples/s 0:00:17 left}; the bar
   * takes the room that the rest leaves.
   *
   * @param done steps done
   * @param total steps in all, 1 or more
   * @param message what is told of the last step
   * @param seconds time since the first step
   * @param width the most characters that the line may have
   */
  static String of(long done, long total, String message, double seconds, int width) {
    String share = String.format(Locale.ROOT, "%3d%%", 100 * done / total);
    String rest = "  " + message + "  " + remaining(done, total, seconds);
    int room = Math.min(LONGEST_BAR, width - share.length() - rest.length() - " []".length());
    String line = share + (room < SHORTEST_BAR ? "" : " [" + bar(done, total, room) + "]") + rest;
    return line.length() <= width ? line : line.substring(0, width);
  }

  private static String bar(long done, long total, int room) {
    int filled = (int) (room * done / total);
    return "#".repeat(filled) + "-".repeat(room - filled);
  }

  private static String remaining(long done, long total, double seconds) {
    if (done == 0) {
      return "";
    }
    long left = Math.round(seconds / done * (total - done));
    return String.format(Locale.ROOT, "%d:%02d:%02d left", left / 3600, left / 60 % 60, left % 60);
  }
}
