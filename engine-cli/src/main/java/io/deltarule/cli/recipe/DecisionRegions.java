package io.deltarule.cli.recipe;

import io.deltarule.data.Dataset;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Inference;
import io.deltarule.train.Training;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Draws what a classifier of points in the plane says of the square from -1.2 to 1.2: the shade is
 * the probability of the two classes, the dots are the training points.
 */
final class DecisionRegions {
  static final int SIDE = 240;
  private static final double EXTENT = 1.2;

  /** Red, green and blue of the regions, and of the dots, which are darker. */
  private static final int[][] REGIONS = {{255, 176, 96}, {112, 168, 255}};

  private static final int[] DOTS = {0xFF803000, 0xFF003080};

  private DecisionRegions() {}

  static void write(Training training, Dataset points, Path file) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Inference inference = training.inference(SIDE);
    for (int row = 0; row < SIDE; row++) {
      drawRow(image, row, inference.predict(rowOfPoints(row)).toDoubles());
    }
    drawPoints(image, points.features().floats(), points.targets().ints());
    PngFile.write(image, file);
  }

  /** The points at the centres of a row's pixels, y upwards. */
  private static Tensor rowOfPoints(int row) {
    float[] points = new float[2 * SIDE];
    for (int column = 0; column < SIDE; column++) {
      points[2 * column] = (float) (EXTENT * (2 * (column + 0.5) / SIDE - 1));
      points[2 * column + 1] = (float) (EXTENT * (1 - 2 * (row + 0.5) / SIDE));
    }
    return Tensor.of(Shape.of(SIDE, 2), points);
  }

  private static void drawRow(BufferedImage image, int row, double[] logits) {
    for (int column = 0; column < SIDE; column++) {
      double share = 1 / (1 + Math.exp(logits[2 * column + 1] - logits[2 * column]));
      int rgb = 0;
      for (int channel = 0; channel < 3; channel++) {
        double mixed = share * REGIONS[0][channel] + (1 - share) * REGIONS[1][channel];
        rgb = rgb << 8 | (int) Math.round(mixed);
      }
      image.setRGB(column, row, rgb);
    }
  }

  private static void drawPoints(BufferedImage image, float[] points, int[] labels) {
    for (int i = 0; i < labels.length; i++) {
      int column = (int) ((points[2 * i] / EXTENT + 1) / 2 * SIDE);
      int row = (int) ((1 - points[2 * i + 1] / EXTENT) / 2 * SIDE);
      if (column >= 0 && column < SIDE && row >= 0 && row < SIDE) {
        image.setRGB(column, row, DOTS[labels[i]]);
      }
    }
  }
}
