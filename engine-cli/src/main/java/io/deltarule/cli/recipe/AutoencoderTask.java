package io.deltarule.cli.recipe;

import io.deltarule.data.Dataset;
import io.deltarule.metric.MeanSquaredError;
import io.deltarule.metric.Metric;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** MNIST's images, grey values from 0 to 1, each as its own target. */
final class AutoencoderTask implements Task {
  private static final String SHADES = " .:-=+*#%@";

  private final Dataset train;
  private final Dataset test;

  private AutoencoderTask(Dataset train, Dataset test) {
    this.train = train;
    this.test = test;
  }

  static AutoencoderTask load() throws IOException {
    return new AutoencoderTask(dataset("train"), dataset("t10k"));
  }

  private static Dataset dataset(String part) throws IOException {
    Tensor images = MnistTask.images(part);
    scale(images.floats());
    return Dataset.regression(images, images);
  }

  private static void scale(float[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] /= 255;
    }
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
    return List.of(new MeanSquaredError());
  }

  @Override
  public String inputFormat() {
    return MnistTask.IMAGE;
  }

  @Override
  public Tensor parse(String input) throws IOException {
    float[] pixels = MnistTask.pixels(input);
    scale(pixels);
    return Tensor.of(Shape.of(1, MnistTask.PIXELS), pixels);
  }

  /** The image in characters, one for two pixels that lie above each other. */
  @Override
  public List<String> describe(Tensor output) {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < MnistTask.SIDE; row += 2) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < MnistTask.SIDE; column++) {
        int pixel = row * MnistTask.SIDE + column;
        double shade = (output.get(pixel) + output.get(pixel + MnistTask.SIDE)) / 2;
        line.append(SHADES.charAt((int) Math.round(shade * (SHADES.length() - 1))));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  @Override
  public String describeTarget(Tensor target) {
    return "the image itself\n" + String.join("\n", describe(target));
  }

  @Override
  public List<Path> extras(Path model) {
    return List.of(PngFile.beside(model));
  }

  @Override
  public void writeExtras(Training training, Path model) throws IOException {
    PngFile.write(Reconstructions.draw(training, test), PngFile.beside(model));
  }
}
