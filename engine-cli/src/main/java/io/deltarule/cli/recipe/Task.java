package io.deltarule.cli.recipe;

import io.deltarule.data.Dataset;
import io.deltarule.metric.Metric;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A recipe's data, and what is known with them: how to measure, and how to read and tell samples.
 */
public interface Task {
  Dataset train();

  Dataset test();

  /** New figures for the test set beside the loss. */
  List<Metric> metrics();

  /** What an input on the command line looks like, for help and messages. */
  String inputFormat();

  /**
   * Reads one sample's features from the command line.
   *
   * @return FLOAT32 or INT32 [1, ...]
   * @throws IllegalArgumentException if the text isn't of the {@link #inputFormat}
   * @throws IOException if it names a file that can't be read
   */
  Tensor parse(String input) throws IOException;

  /**
   * Tells what the model said of one sample.
   *
   * @param output the model's output, floating-point [1, ...]
   */
  List<String> describe(Tensor output);

  /**
   * Tells the right answer for a sample.
   *
   * @param target one sample's: a label or values as the model is trained on
   */
  String describeTarget(Tensor target);

  /**
   * What a model can't be used without, by names of its own, such as the words that its numbers
   * stand for. It is saved with the weights, and given back to {@link Recipe#load(long, Map)}.
   */
  default Map<String, String> saved() {
    return Map.of();
  }

  /** The files that {@link #writeExtras} writes beside a model. */
  default List<Path> extras(Path model) {
    return List.of();
  }

  /** Writes what this recipe shows of a trained model, such as an image. */
  default void writeExtras(Training training, Path model) throws IOException {}
}
