package io.deltarule.cli.recipe;

import io.deltarule.data.CsvTable;
import io.deltarule.data.Dataset;
import io.deltarule.data.Standardizer;
import io.deltarule.metric.MeanAbsoluteError;
import io.deltarule.metric.Metric;
import io.deltarule.metric.RSquared;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The wages, a fifth of the workers held out as test set. Features and wages are standardised with
 * the training set's numbers; errors are told in dollars per hour.
 */
final class WagesTask implements Task {
  private static final double HELD_OUT = 0.2;

  private final Standardizer features;
  private final Standardizer wages;
  private final Dataset train;
  private final Dataset test;

  WagesTask(CsvTable table, long seed) {
    Dataset.Split split = table.regression(WagesTable.TARGET).split(HELD_OUT, seed);
    features = Standardizer.fit(split.train().features());
    wages = Standardizer.fit(split.train().targets());
    train = standardized(split.train());
    test = standardized(split.held());
  }

  private Dataset standardized(Dataset raw) {
    return Dataset.regression(features.apply(raw.features()), wages.apply(raw.targets()));
  }

  @Override
  public Dataset train() {
    return train;
  }

  @Override
  public Dataset test() {
    return test;
  }

  @Override
  public List<Metric> metrics() {
    return List.of(
        new OriginalUnits(new MeanAbsoluteError(), wages),
        new OriginalUnits(new RSquared(), wages));
  }

  @Override
  public String inputFormat() {
    return "a worker, all columns in any order: " + WagesTable.format();
  }

  @Override
  public Tensor parse(String input) {
    Map<String, String> worker = new TreeMap<>();
    for (String part : input.split(",", -1)) {
      String[] pair = part.split("=", 2);
      if (pair.length != 2 || worker.put(pair[0].strip(), pair[1].strip()) != null) {
        throw new IllegalArgumentException(
            "'" + part + "' is no column=value, or comes twice; wages takes " + inputFormat());
      }
    }
    float[] values = new float[WagesTable.FEATURES];
    try {
      WagesTable.fill(worker, values);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + "; wages takes " + inputFormat(), e);
    }
    return features.apply(Tensor.of(Shape.of(1, values.length), values));
  }

  @Override
  public List<String> describe(Tensor output) {
    return List.of("wage " + dollars((float) output.get(0)));
  }

  @Override
  public String describeTarget(Tensor target) {
    return dollars((float) target.get(0));
  }

  private String dollars(float standardized) {
    float wage = wages.invert(Tensor.of(Shape.of(1, 1), standardized)).floats()[0];
    return String.format(Locale.ROOT, "%.2f dollars per hour", wage);
  }
}
