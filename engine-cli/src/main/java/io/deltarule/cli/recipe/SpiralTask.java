package io.deltarule.cli.recipe;

import io.deltarule.data.Dataset;
import io.deltarule.metric.Metric;
import io.deltarule.metric.TopK;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Points on two arms of a spiral: radius t and angle 1.5 turns times t, t from 0.1 to 1, the second
 * arm turned by half a turn; normal noise on both coordinates. (After K. Lang and M. Witbrock,
 * "Learning to tell two spirals apart", 1988.)
 */
final class SpiralTask implements Task {
  static final int CLASSES = 2;
  private static final int TRAIN_POINTS = 1000;
  private static final int TEST_POINTS = 500;
  private static final double TURNS = 1.5;
  private static final double NOISE = 0.02;

  private final Dataset train;
  private final Dataset test;

  SpiralTask(long seed) {
    train = points(RandomStream.named(seed, "spiral.train"), TRAIN_POINTS);
    test = points(RandomStream.named(seed, "spiral.test"), TEST_POINTS);
  }

  private static Dataset points(RandomStream random, int count) {
    float[] points = new float[2 * count];
    int[] arms = new int[count];
    for (int i = 0; i < count; i++) {
      arms[i] = i % CLASSES;
      double t = 0.1 + 0.9 * random.nextUniform();
      double angle = 2 * Math.PI * TURNS * t + Math.PI * arms[i];
      points[2 * i] = (float) (t * Math.cos(angle) + NOISE * random.nextNormal());
      points[2 * i + 1] = (float) (t * Math.sin(angle) + NOISE * random.nextNormal());
    }
    return Dataset.classification(
        Tensor.of(Shape.of(count, 2), points), Tensor.of(Shape.of(count), arms), CLASSES);
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
    return List.of(TopK.accuracy());
  }

  @Override
  public String inputFormat() {
    return "a point x,y such as 0.3,-0.5";
  }

  @Override
  public Tensor parse(String input) {
    String[] parts = input.split(",", -1);
    float[] point = new float[2];
    for (int i = 0; i < 2; i++) {
      point[i] = parts.length == 2 ? coordinate(parts[i]) : Float.NaN;
      if (!Float.isFinite(point[i])) {
        throw new IllegalArgumentException("'" + input + "' is not " + inputFormat());
      }
    }
    return Tensor.of(Shape.of(1, 2), point);
  }

  private static float coordinate(String text) {
    try {
      return Float.parseFloat(text.strip());
    } catch (NumberFormatException e) {
      return Float.NaN;
    }
  }

  @Override
  public List<String> describe(Tensor output) {
    return ClassScores.describe("arm", output);
  }

  @Override
  public String describeTarget(Tensor target) {
    return "arm " + target.ints()[0];
  }

  @Override
  public List<Path> extras(Path model) {
    return List.of(PngFile.beside(model));
  }

  @Override
  public void writeExtras(Training training, Path model) throws IOException {
    DecisionRegions.write(training, train, PngFile.beside(model));
  }
}
