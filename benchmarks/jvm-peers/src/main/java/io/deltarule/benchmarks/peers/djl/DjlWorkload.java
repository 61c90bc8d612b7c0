package io.deltarule.benchmarks.peers.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

/**
 * The bench's workloads as DJL expresses them.
 *
 * @param sizes of the dense layers, with ReLU between them; an embedding comes before the first
 *     where there are words
 * @param words the vocabulary, 0 for features that are numbers
 * @param tokens the tokens of a sample
 */
record DjlWorkload(int[] sizes, int words, int tokens, Optimizer optimizer) {
  static DjlWorkload named(String name) {
    return switch (name) {
      case "mlp-small" -> new DjlWorkload(new int[] {784, 128, 10}, 0, 0, adam());
      case "mlp-large" ->
          new DjlWorkload(
              new int[] {784, 2048, 2048, 10},
              0,
              0,
              Optimizer.sgd()
                  .setLearningRateTracker(Tracker.fixed(1e-2f))
                  .optMomentum(0.9f)
                  .build());
      case "text-embed" -> new DjlWorkload(new int[] {64, 64, 2}, 20_000, 200, adam());
      default -> throw new IllegalArgumentException("DJL has no workload '" + name + "'");
    };
  }

  private static Optimizer adam() {
    return Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
  }

  int classes() {
    return sizes[sizes.length - 1];
  }

  Block model() {
    SequentialBlock block = new SequentialBlock();
    if (words > 0) {
      block.add(new MeanEmbedding(words, sizes[0]));
    }
    for (int i = 1; i < sizes.length; i++) {
      if (i > 1) {
        block.add(Activation::relu);
      }
      block.add(Linear.builder().setUnits(sizes[i]).build());
    }
    return block;
  }

  NDArray features(NDManager manager, int batch) {
    return words == 0
        ? manager.randomUniform(0, 1, new Shape(batch, sizes[0]))
        : manager.randomInteger(0, words, new Shape(batch, tokens), DataType.INT64);
  }
}
