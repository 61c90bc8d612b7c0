package io.deltarule.cli.recipe;

import io.deltarule.data.Standardizer;
import io.deltarule.metric.Metric;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Arrays;

/**
 * A figure of predicted values, measured in the unit that they had before they were standardised.
 */
final class OriginalUnits implements Metric {
  private final Metric figure;
  private final Standardizer targets;

  OriginalUnits(Metric figure, Standardizer targets) {
    this.figure = figure;
    this.targets = targets;
  }

  @Override
  public String name() {
    return figure.name();
  }

  @Override
  public void reset() {
    figure.reset();
  }

  @Override
  public void update(float[] predictions, float[] values, int rows, int columns) {
    figure.update(
        original(predictions, rows, columns), original(values, rows, columns), rows, columns);
  }

  private float[] original(float[] values, int rows, int columns) {
    float[] used = Arrays.copyOf(values, rows * columns);
    return targets.invert(Tensor.of(Shape.of(rows, columns), used)).floats();
  }

  @Override
  public double value() {
    return figure.value();
  }
}
