package io.deltarule.cli.recipe;

import io.deltarule.data.Dataset;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.awt.image.BufferedImage;

/**
 * A grid of images: in each band the first test images, and below them what a model makes of them.
 */
final class Reconstructions {
  static final int BANDS = 2;
  static final int COLUMNS = 10;

  /** The pixels of the grid for one of an image. */
  static final int SCALE = 2;

  static final int GAP = 2;
  private static final int CELL = MnistTask.SIDE * SCALE + GAP;
  private static final int BACKGROUND = 0xFF404040;

  private Reconstructions() {}

  static BufferedImage draw(Training training, Dataset test) {
    int count = BANDS * COLUMNS;
    Tensor originals = test.range(0, count).features();
    Tensor reconstructions = training.inference(count).predict(originals);
    int width = COLUMNS * CELL + GAP;
    int height = BANDS * 2 * CELL + GAP;
    BufferedImage grid = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      grid.setRGB(i % width, i / width, BACKGROUND);
    }
    for (int i = 0; i < count; i++) {
      int row = i / COLUMNS * 2;
      draw(grid, originals, i, row, i % COLUMNS);
      draw(grid, reconstructions, i, row + 1, i % COLUMNS);
    }
    return grid;
  }

  private static void draw(BufferedImage grid, Tensor images, int index, int row, int column) {
    int side = MnistTask.SIDE * SCALE;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int pixel = y / SCALE * MnistTask.SIDE + x / SCALE;
        int grey = (int) Math.round(255 * images.get(index * MnistTask.PIXELS + pixel));
        grid.setRGB(column * CELL + GAP + x, row * CELL + GAP + y, grey << 16 | grey << 8 | grey);
      }
    }
  }
}
