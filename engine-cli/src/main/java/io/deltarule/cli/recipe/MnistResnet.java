package io.deltarule.cli.recipe;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Activation;
import io.deltarule.layer.BatchNorm;
import io.deltarule.layer.Conv2d;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Flatten;
import io.deltarule.layer.GlobalPool;
import io.deltarule.layer.Layer;
import io.deltarule.layer.ReshapeSamples;
import io.deltarule.layer.Residual;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Handwritten digits with a small residual network (He et al. 2016, section 4.2, with one block a
 * stage): a convolution of 3 x 3, three residual blocks of 16, 32 and 64 channels with batch
 * normalisation, the mean of each channel, and a dense layer. The second and the third block halve
 * the image, and their shortcuts are convolutions of 1 x 1 (the paper's option B).
 */
public final class MnistResnet implements Recipe {
  private static final int[] CHANNELS = {16, 32, 64};

  /** Made by {@link Recipes}. */
  MnistResnet() {}

  @Override
  public String name() {
    return "mnist-resnet";
  }

  @Override
  public String summary() {
    return "MNIST digits, residual blocks of 16, 32 and 64 channels with batch normalisation";
  }

  @Override
  public Settings defaults() {
    return new Settings(3, 64, 2e-3, "adam");
  }

  @Override
  public Training.Builder problem(Engine engine) {
    return Training.of(engine, model())
        .features(Shape.of(MnistTask.PIXELS))
        .labels()
        .loss(CrossEntropy.mean());
  }

  private static Layer model() {
    List<Layer> layers = new ArrayList<>();
    layers.add(new ReshapeSamples(Shape.of(1, MnistTask.SIDE, MnistTask.SIDE)));
    int width = CHANNELS[0];
    layers.add(convolution(1, width, 1));
    layers.add(BatchNorm.of(width));
    layers.add(Activation.relu());
    for (int channels : CHANNELS) {
      layers.add(block(width, channels));
      layers.add(Activation.relu());
      width = channels;
    }
    layers.add(GlobalPool.average());
    layers.add(new Flatten());
    layers.add(Dense.of(width, MnistTask.DIGITS));
    return Sequential.of(layers);
  }

  private static Layer block(int in, int out) {
    int stride = in == out ? 1 : 2;
    Residual residual =
        Residual.of(
            Sequential.of(
                convolution(in, out, stride),
                BatchNorm.of(out),
                Activation.relu(),
                convolution(out, out, 1),
                BatchNorm.of(out)));
    return in == out ? residual : residual.withShortcut(projection(in, out, stride));
  }

  /** Without bias, which the normalisation behind it would take away. */
  private static Layer convolution(int in, int out, int stride) {
    return Conv2d.of(in, out, 3).withStride(stride).withPadding(1).withoutBias();
  }

  private static Layer projection(int in, int out, int stride) {
    return Sequential.of(Conv2d.of(in, out, 1).withStride(stride).withoutBias(), BatchNorm.of(out));
  }

  @Override
  public Task load(long seed) throws IOException {
    return MnistTask.load();
  }
}
