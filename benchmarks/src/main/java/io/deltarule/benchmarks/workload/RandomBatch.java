package io.deltarule.benchmarks.workload;

import io.deltarule.random.RandomStream;
import io.deltarule.train.TrainingStep;

/**
 * A batch in memory: features that are uniform between 0 and 1, or tokens, and labels that have
 * nothing to do with them. A model can only learn it by heart.
 *
 * @param features the samples' features one after the other, or empty
 * @param tokens the samples' tokens one after the other, or empty
 * @param labels the samples' labels one after the other
 */
public record RandomBatch(float[] features, int[] tokens, int[] labels) {
  /** Draws a batch of so many samples. */
  static RandomBatch of(int size, TrainingSample sample) {
    RandomStream random = RandomStream.named(1, "batch");
    int elements = size * (int) sample.features().elementCount();
    float[] features = new float[sample.hasTokens() ? 0 : elements];
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextUniform();
    }
    int[] tokens = new int[sample.hasTokens() ? elements : 0];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = random.nextInt(sample.vocabulary());
    }
    int[] labels = new int[size * (int) sample.labels().elementCount()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(sample.classes());
    }
    return new RandomBatch(features, tokens, labels);
  }

  /** Hands the batch to a step of its size. */
  public void writeTo(TrainingStep step) {
    if (tokens.length == 0) {
      step.features().write(features, 0);
    } else {
      step.features().write(tokens, 0);
    }
    step.targets().write(labels, 0);
  }
}
