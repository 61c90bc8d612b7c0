package io.deltarule.cli.recipe;

import io.deltarule.data.Dataset;
import io.deltarule.data.IdxFile;
import io.deltarule.metric.Metric;
import io.deltarule.metric.TopK;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * MNIST: 60,000 training and 10,000 test images of 28 x 28 grey values, 0 to 255, brought to mean 0
 * and deviation 1 by the training set's two numbers.
 */
final class MnistTask implements Task {
  static final int SIDE = 28;
  static final int PIXELS = SIDE * SIDE;
  static final int DIGITS = 10;

  /** What an image is given as. */
  static final String IMAGE =
      "an image file (PNG, GIF, BMP, JPEG) of 28 x 28 pixels, the digit light on dark";

  /** Mean and standard deviation of all pixels of the training set, over 255. */
  private static final float MEAN = 0.1307f;

  private static final float DEVIATION = 0.3081f;

  private final Dataset train;
  private final Dataset test;

  private MnistTask(Dataset train, Dataset test) {
    this.train = train;
    this.test = test;
  }

  static MnistTask load() throws IOException {
    return new MnistTask(dataset("train"), dataset("t10k"));
  }

  private static Dataset dataset(String part) throws IOException {
    Tensor images = images(part);
    normalize(images.floats());
    return Dataset.classification(
        images, read(part + "-labels-idx1-ubyte.gz", DType.INT32), DIGITS);
  }

  /**
   * The images of a part, {@code train} or {@code t10k}: FLOAT32 [N, 784], grey values from 0 to
   * 255.
   */
  static Tensor images(String part) throws IOException {
    Tensor images = read(part + "-images-idx3-ubyte.gz", DType.FLOAT32);
    return images.reshape(Shape.of(images.shape().dim(0), PIXELS));
  }

  private static Tensor read(String name, DType as) throws IOException {
    try (InputStream in = Resources.open("mnist/" + name)) {
      return IdxFile.read(in, name, as);
    }
  }

  private static void normalize(float[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (pixels[i] / 255 - MEAN) / DEVIATION;
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
    return List.of(TopK.accuracy());
  }

  @Override
  public String inputFormat() {
    return IMAGE;
  }

  @Override
  public Tensor parse(String input) throws IOException {
    float[] pixels = pixels(input);
    normalize(pixels);
    return Tensor.of(Shape.of(1, PIXELS), pixels);
  }

  /**
   * The grey values of an image file, from 0 to 255.
   *
   * @throws IOException if there is no such file or its data are damaged
   * @throws IllegalArgumentException if it is no image, or one of another size
   */
  static float[] pixels(String file) throws IOException {
    BufferedImage image = ImageFile.read(file, SIDE, IMAGE);
    float[] pixels = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      pixels[i] = luminance(image.getRGB(i % SIDE, i / SIDE));
    }
    return pixels;
  }

  /** Grey value by ITU-R BT.601, 0 to 255; a transparent pixel counts as dark. */
  private static float luminance(int argb) {
    float alpha = (argb >>> 24) / 255f;
    int red = argb >> 16 & 0xFF;
    int green = argb >> 8 & 0xFF;
    int blue = argb & 0xFF;
    return alpha * (0.299f * red + 0.587f * green + 0.114f * blue);
  }

  @Override
  public List<String> describe(Tensor output) {
    return ClassScores.describe("digit", output);
  }

  @Override
  public String describeTarget(Tensor target) {
    return "digit " + target.ints()[0];
  }
}
