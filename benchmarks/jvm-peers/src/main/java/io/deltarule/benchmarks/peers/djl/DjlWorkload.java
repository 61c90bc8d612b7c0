package io.deltarule.benchmarks.peers.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Optional;

/**
 * The bench's workloads as DJL expresses them, where it does.
 *
 * @param block the model; it gives the logits of all labels of a batch, one row each
 * @param sample the shape of one sample's features
 * @param words features are tokens below this; 0 for features that are numbers
 * @param steps the labels of a sample
 * @param classes labels are below this
 * @param optimizer the optimizer
 */
record DjlWorkload(
    Block block, Shape sample, int words, int steps, int classes, Optimizer optimizer) {
  /** The workload of a name, if DJL has it. */
  static Optional<DjlWorkload> named(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "mlp-small" ->
              new DjlWorkload(perceptron(128, 10), new Shape(784), 0, 1, 10, adam());
          case "mlp-large" ->
              new DjlWorkload(perceptron(2048, 2048, 10), new Shape(784), 0, 1, 10, momentum());
          case "cnn-mnist" ->
              new DjlWorkload(digitClassifier(), new Shape(1, 28, 28), 0, 1, 10, adam());
          case "resnet20" ->
              new DjlWorkload(DjlResNet20.block(10), new Shape(3, 32, 32), 0, 1, 10, momentum());
          case "text-embed" ->
              new DjlWorkload(textClassifier(), new Shape(200), 20_000, 1, 2, adam());
          case "char-lstm" -> new DjlWorkload(characterModel(), new Shape(64), 96, 64, 96, adam());
          default -> null;
        });
  }

  /** Why DJL doesn't have a workload. */
  static String lacks(String name) {
    return switch (name) {
      case "gpt-nano", "gpt2-124m" ->
          "DJL has no layers of a GPT: causal attention, GELU by tanh, tied weights";
      default -> "there is no such workload";
    };
  }

  private static Optimizer adam() {
    return Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
  }

  private static Optimizer momentum() {
    return Optimizer.sgd().setLearningRateTracker(Tracker.fixed(1e-2f)).optMomentum(0.9f).build();
  }

  /** Dense layers of these widths with ReLU between them. */
  private static SequentialBlock perceptron(int... widths) {
    SequentialBlock block = new SequentialBlock();
    for (int i = 0; i < widths.length; i++) {
      if (i > 0) {
        block.add(Activation::relu);
      }
      block.add(Linear.builder().setUnits(widths[i]).build());
    }
    return block;
  }

  private static Block digitClassifier() {
    return new SequentialBlock()
        .add(Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(32).build())
        .add(Activation::relu)
        .add(Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(64).build())
        .add(Activation::relu)
        .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
        .add(Blocks.batchFlattenBlock())
        .add(perceptron(128, 10));
  }

  private static Block textClassifier() {
    return new SequentialBlock()
        .add(new TokenEmbedding(20_000, 64))
        .add(LambdaBlock.singleton(vectors -> vectors.mean(new int[] {1})))
        .add(perceptron(64, 2));
  }

  private static Block characterModel() {
    return new SequentialBlock()
        .add(new TokenEmbedding(96, 64))
        .add(
            LSTM.builder()
                .setNumLayers(2)
                .setStateSize(256)
                .optBatchFirst(true)
                .optHasBiases(true)
                .optReturnState(false)
                .build())
        .add(LambdaBlock.singleton(states -> states.reshape(-1, 256)))
        .add(Linear.builder().setUnits(96).build());
  }

  NDArray features(NDManager manager, int batch) {
    Shape shape = new Shape(batch).addAll(sample);
    return words == 0
        ? manager.randomUniform(0, 1, shape)
        : manager.randomInteger(0, words, shape, DataType.INT64);
  }

  NDArray labels(NDManager manager, int batch) {
    return manager.randomInteger(0, classes, new Shape((long) batch * steps), DataType.INT64);
  }
}
