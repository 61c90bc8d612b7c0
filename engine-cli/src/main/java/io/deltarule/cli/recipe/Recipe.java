package io.deltarule.cli.recipe;

import io.deltarule.backend.Engine;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.Schedule;
import io.deltarule.optim.Schedules;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.io.IOException;
import java.util.Map;

/** A model with its data, loss and good settings: something that can be trained by name. */
public interface Recipe {
  /** The name it is asked for by, such as {@code mnist-mlp}. */
  String name();

  /** What is trained on what, in a line. */
  String summary();

  /** The settings that are used where the command line says nothing else. */
  Settings defaults();

  /** The samples that are evaluated at a time, as many as memory has room for. */
  default int evaluationBatch() {
    return 256;
  }

  /**
   * Begins a training with model, features, targets and loss; optimizer and seed are still to be
   * said.
   */
  Training.Builder problem(Engine engine);

  /** What this recipe makes of an optimizer, such as one that clips the gradient first. */
  default Optimizer optimizer(Optimizer chosen) {
    return chosen;
  }

  /**
   * Gives a new training of this recipe's {@link #problem} its first weights, where they are not
   * random.
   *
   * @throws IOException if they can't be read
   */
  default void begin(Training training) throws IOException {}

  /**
   * This recipe as it was when a model was trained.
   *
   * @param saved what {@link Task#saved} gave then, among other entries
   * @param stored the file's weights
   * @throws IOException if what was saved is damaged
   */
  default Recipe restored(Map<String, String> saved, Map<String, Tensor> stored)
      throws IOException {
    return this;
  }

  /**
   * A file's weights by the model's names.
   *
   * @throws IllegalArgumentException if they contradict one another
   */
  default Map<String, Tensor> weights(Map<String, Tensor> stored) {
    return stored;
  }

  /**
   * Loads or generates the data.
   *
   * @param seed decides what is drawn: the same seed gives the same data
   * @throws IOException if the data can't be read or are damaged
   */
  Task load(long seed) throws IOException;

  /**
   * Loads or generates the data for a trained model.
   *
   * @param seed the one that it was trained with
   * @param saved what {@link Task#saved} gave when it was, among other entries
   * @throws IOException if the data can't be read or are damaged, or what was saved is
   */
  default Task load(long seed, Map<String, String> saved) throws IOException {
    return load(seed);
  }

  /**
   * The learning rate over a run: a linear warm-up over the first tenth of the run, at most an
   * epoch, then half a cosine down to a hundredth of the rate.
   */
  default Schedule schedule(double rate, long totalSteps, int stepsPerEpoch) {
    long warmup = Math.min(totalSteps / 10, stepsPerEpoch);
    return Schedules.cosine(rate, warmup, totalSteps, rate / 100);
  }

  /**
   * Settings of a run.
   *
   * @param epochs how often the data are gone through
   * @param batch the samples of a step
   * @param learningRate the highest learning rate
   * @param optimizer the optimizer's name
   */
  record Settings(int epochs, int batch, double learningRate, String optimizer) {}
}
