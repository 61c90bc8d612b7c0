package io.deltarule.benchmarks.peers.dl4j;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The bench's workloads as DL4J expresses them, where it does. Its momentum is Nesterov's, the only
 * one it has, and its LSTM adds one bias where PyTorch's adds two, which is the same function.
 *
 * @param layers the network
 * @param input the shape of images; empty where the layers say it
 * @param sample the shape of one sample's features
 * @param words features are tokens below this; 0 for features that are numbers
 * @param steps labels of a sample; 0 for one that is not of a sequence
 * @param classes labels are below this
 * @param updater the optimizer
 */
record Dl4jWorkload(
    List<Layer> layers,
    Optional<InputType> input,
    int[] sample,
    int words,
    int steps,
    int classes,
    IUpdater updater) {
  private static final int TEXT = 200;
  private static final int STEPS = 64;

  /** The workload of a name, if DL4J has it. */
  static Optional<Dl4jWorkload> named(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "mlp-small" ->
              numbers(List.of(dense(784, 128), output(128, 10)), new Adam(1e-3), 784);
          case "mlp-large" ->
              numbers(
                  List.of(dense(784, 2048), dense(2048, 2048), output(2048, 10)),
                  new Nesterovs(1e-2, 0.9),
                  784);
          case "cnn-mnist" -> images();
          case "text-embed" -> texts();
          case "char-lstm" -> sequences();
          default -> null;
        });
  }

  /** Why DL4J doesn't have a workload. */
  static String lacks(String name) {
    return switch (name) {
      case "resnet20" ->
          "it is not written for DL4J, whose networks with shortcuts are of another kind";
      case "gpt-nano", "gpt2-124m" -> "DL4J has no layers of causal attention";
      default -> "there is no such workload";
    };
  }

  private static Dl4jWorkload numbers(List<Layer> layers, IUpdater updater, int... sample) {
    return new Dl4jWorkload(layers, Optional.empty(), sample, 0, 0, 10, updater);
  }

  private static Dl4jWorkload images() {
    List<Layer> layers =
        List.of(
            convolution(1, 32),
            convolution(32, 64),
            new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build(),
            dense(64 * 12 * 12, 128),
            output(128, 10));
    return new Dl4jWorkload(
        layers,
        Optional.of(InputType.convolutional(28, 28, 1)),
        new int[] {1, 28, 28},
        0,
        0,
        10,
        new Adam(1e-3));
  }

  private static Dl4jWorkload texts() {
    List<Layer> layers =
        List.of(
            embedding(20_000, TEXT),
            new GlobalPoolingLayer.Builder(PoolingType.AVG).build(),
            dense(64, 64),
            output(64, 2));
    return new Dl4jWorkload(
        layers, Optional.empty(), new int[] {TEXT}, 20_000, 0, 2, new Adam(1e-3));
  }

  private static Dl4jWorkload sequences() {
    List<Layer> layers =
        List.of(
            embedding(96, STEPS),
            lstm(64),
            lstm(256),
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(256)
                .nOut(96)
                .activation(Activation.SOFTMAX)
                .dataFormat(RNNFormat.NCW)
                .build());
    return new Dl4jWorkload(
        layers, Optional.empty(), new int[] {STEPS}, 96, STEPS, 96, new Adam(1e-3));
  }

  private static Layer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(Activation.RELU).build();
  }

  private static Layer convolution(int in, int out) {
    return new ConvolutionLayer.Builder(3, 3).nIn(in).nOut(out).activation(Activation.RELU).build();
  }

  private static Layer lstm(int in) {
    return new LSTM.Builder()
        .nIn(in)
        .nOut(256)
        .activation(Activation.TANH)
        .dataFormat(RNNFormat.NCW)
        .build();
  }

  private static Layer embedding(int words, int tokens) {
    return new EmbeddingSequenceLayer.Builder()
        .nIn(words)
        .nOut(64)
        .inputLength(tokens)
        .hasBias(false)
        .build();
  }

  private static Layer output(int in, int classes) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(in)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .build();
  }

  MultiLayerNetwork network() {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .dataType(DataType.FLOAT)
            .updater(updater)
            .list();
    layers.forEach(list::layer);
    input.ifPresent(list::setInputType);
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  INDArray features(int batch) {
    if (words == 0) {
      long[] shape = new long[1 + sample.length];
      shape[0] = batch;
      for (int i = 0; i < sample.length; i++) {
        shape[i + 1] = sample[i];
      }
      return Nd4j.rand(DataType.FLOAT, shape);
    }
    Random random = new Random(1);
    int[][] indices = new int[batch][];
    for (int i = 0; i < batch; i++) {
      indices[i] = random.ints(sample[0], 0, words).toArray();
    }
    return Nd4j.createFromArray(indices);
  }

  /** One 1 for each label, on the axis of the classes: [B, classes] or [B, classes, steps]. */
  INDArray labels(int batch) {
    Random random = new Random(2);
    if (steps == 0) {
      INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, classes);
      for (int i = 0; i < batch; i++) {
        labels.putScalar(i, random.nextInt(classes), 1);
      }
      return labels;
    }
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, classes, steps);
    for (int i = 0; i < batch * steps; i++) {
      labels.putScalar(new int[] {i / steps, random.nextInt(classes), i % steps}, 1);
    }
    return labels;
  }
}
