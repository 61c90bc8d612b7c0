package io.deltarule.benchmarks.peers.dl4j;

import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * The bench's workloads as DL4J expresses them. Its momentum is Nesterov's, the only one it has.
 *
 * @param sizes of the dense layers, with ReLU between them; an embedding comes before the first
 *     where there are words
 * @param words the vocabulary, 0 for features that are numbers
 * @param tokens the tokens of a sample
 */
record Dl4jWorkload(int[] sizes, int words, int tokens, IUpdater updater) {
  static Dl4jWorkload named(String name) {
    return switch (name) {
      case "mlp-small" -> new Dl4jWorkload(new int[] {784, 128, 10}, 0, 0, new Adam(1e-3));
      case "mlp-large" ->
          new Dl4jWorkload(new int[] {784, 2048, 2048, 10}, 0, 0, new Nesterovs(1e-2, 0.9));
      case "text-embed" -> new Dl4jWorkload(new int[] {64, 64, 2}, 20_000, 200, new Adam(1e-3));
      default -> throw new IllegalArgumentException("DL4J has no workload '" + name + "'");
    };
  }

  MultiLayerNetwork network() {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .dataType(DataType.FLOAT)
            .updater(updater)
            .list();
    if (words > 0) {
      layers.layer(
          new EmbeddingSequenceLayer.Builder()
              .nIn(words)
              .nOut(sizes[0])
              .inputLength(tokens)
              .hasBias(false)
              .build());
      layers.layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
    }
    for (int i = 1; i < sizes.length - 1; i++) {
      layers.layer(
          new DenseLayer.Builder()
              .nIn(sizes[i - 1])
              .nOut(sizes[i])
              .activation(Activation.RELU)
              .build());
    }
    layers.layer(
        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nIn(sizes[sizes.length - 2])
            .nOut(classes())
            .activation(Activation.SOFTMAX)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    return network;
  }

  private int classes() {
    return sizes[sizes.length - 1];
  }

  INDArray features(int batch) {
    if (words == 0) {
      return Nd4j.rand(DataType.FLOAT, batch, sizes[0]);
    }
    Random random = new Random(1);
    int[][] indices = new int[batch][];
    for (int i = 0; i < batch; i++) {
      indices[i] = random.ints(tokens, 0, words).toArray();
    }
    return Nd4j.createFromArray(indices);
  }

  /** One 1 in each row. */
  INDArray labels(int batch) {
    Random random = new Random(2);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, classes());
    for (int i = 0; i < batch; i++) {
      labels.putScalar(i, random.nextInt(classes()), 1);
    }
    return labels;
  }
}
