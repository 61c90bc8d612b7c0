package io.deltarule.benchmarks.peers.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.List;

/** The residual network of 20 layers for images of 32 x 32, of DJL's blocks. */
final class DjlResNet20 {
  private DjlResNet20() {}

  static Block block(int classes) {
    SequentialBlock block =
        new SequentialBlock()
            .add(convolution(16, 3, 1))
            .add(BatchNorm.builder().build())
            .add(Activation::relu);
    int width = 16;
    for (int channels : new int[] {16, 32, 64}) {
      for (int i = 0; i < 3; i++) {
        block.add(residual(channels, width != channels));
        width = channels;
      }
    }
    return block
        .add(Pool.globalAvgPool2dBlock())
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(classes).build());
  }

  private static Block residual(int channels, boolean halves) {
    int stride = halves ? 2 : 1;
    Block body =
        new SequentialBlock()
            .add(convolution(channels, 3, stride))
            .add(BatchNorm.builder().build())
            .add(Activation::relu)
            .add(convolution(channels, 3, 1))
            .add(BatchNorm.builder().build());
    Block shortcut =
        halves
            ? new SequentialBlock()
                .add(convolution(channels, 1, stride))
                .add(BatchNorm.builder().build())
            : Blocks.identityBlock();
    return new ParallelBlock(DjlResNet20::reluOfSum, List.of(body, shortcut));
  }

  private static NDList reluOfSum(List<NDList> both) {
    NDArray sum = both.get(0).singletonOrThrow().add(both.get(1).singletonOrThrow());
    return new NDList(Activation.relu(sum));
  }

  private static Block convolution(int channels, int kernel, int stride) {
    return Conv2d.builder()
        .setKernelShape(new Shape(kernel, kernel))
        .setFilters(channels)
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(kernel / 2, kernel / 2))
        .optBias(false)
        .build();
  }
}
