package io.deltarule.benchmarks.workload;

import io.deltarule.layer.Activation;
import io.deltarule.layer.BatchNorm;
import io.deltarule.layer.Conv2d;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Flatten;
import io.deltarule.layer.GlobalPool;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Residual;
import io.deltarule.layer.Sequential;
import java.util.ArrayList;
import java.util.List;

/**
 * The residual network of 20 layers for images of 32 x 32 (He et al. 2016, section 4.2): a
 * convolution, three stages of three blocks of two convolutions each, and a dense layer. The second
 * and the third stage halve the image and double the channels in their first block, whose shortcut
 * is a 1 x 1 convolution (the paper's option B).
 */
final class ResNet20 {
  private static final int[] CHANNELS = {16, 32, 64};
  private static final int BLOCKS = 3;

  private ResNet20() {}

  /** Images [B, 3, 32, 32] to logits [B, classes]. */
  static Layer model(int classes) {
    List<Layer> layers = new ArrayList<>();
    layers.add(convolution(3, CHANNELS[0], 1));
    layers.add(BatchNorm.of(CHANNELS[0]));
    layers.add(Activation.relu());
    int width = CHANNELS[0];
    for (int channels : CHANNELS) {
      for (int block = 0; block < BLOCKS; block++) {
        layers.add(residual(width, channels));
        layers.add(Activation.relu());
        width = channels;
      }
    }
    layers.add(GlobalPool.average());
    layers.add(new Flatten());
    layers.add(Dense.of(width, classes));
    return Sequential.of(layers);
  }

  private static Layer residual(int in, int out) {
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

  private static Layer convolution(int in, int out, int stride) {
    return Conv2d.of(in, out, 3).withStride(stride).withPadding(1).withoutBias();
  }

  private static Layer projection(int in, int out, int stride) {
    return Sequential.of(Conv2d.of(in, out, 1).withStride(stride).withoutBias(), BatchNorm.of(out));
  }
}
