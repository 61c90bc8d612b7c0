package io.deltarule.cli.recipe;

import io.deltarule.metric.Metric;

/**
 * The mean of {@code -log2 p(c)} over the characters c that came, by the softmax of the logits: the
 * bits that a code made of the model's predictions needs for each. Two to the power of it is the
 * perplexity.
 */
final class BitsPerCharacter implements Metric {
  private double nats;
  private long total;

  @Override
  public String name() {
    return "bits per character";
  }

  @Override
  public void reset() {
    nats = 0;
    total = 0;
  }

  @Override
  public void update(float[] predictions, int[] labels, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      if (labels[row] < 0 || labels[row] >= columns) {
        throw new IllegalArgumentException(
            name() + ": label " + labels[row] + " is none of " + columns + " characters");
      }
      nats += surprise(predictions, row * columns, columns, labels[row]);
    }
    total += rows;
  }

  private static double surprise(float[] logits, int from, int columns, int label) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < columns; c++) {
      highest = Math.max(highest, logits[from + c]);
    }
    double sum = 0;
    for (int c = 0; c < columns; c++) {
      sum += Math.exp(logits[from + c] - highest);
    }
    return Math.log(sum) + highest - logits[from + label];
  }

  @Override
  public double value() {
    return total == 0 ? Double.NaN : nats / total / Math.log(2);
  }
}
