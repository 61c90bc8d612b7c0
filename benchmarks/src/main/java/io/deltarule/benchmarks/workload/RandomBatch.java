package io.deltarule.benchmarks.workload;

import io.deltarule.random.RandomStream;
import io.deltarule.train.TrainingStep;

/**
 * A batch in memory: features that are uniform between 0 and 1, or tokens, and labels that have
 * nothing to do with them. A model can only learn it by heart.
 *
 * @param features the samples' features one after the other, or empty
 * @param tokens the samples' tokens one after the other, or empty
 * @param labels one for each sample
 */
public record RandomBatch(float[] features, int[] tokens, int[] labels) {
  /**
   * Draws a batch.
   *
   * @param vocabulary 0 for features, otherwise the number of tokens
   */
  static RandomBatch of(int size, int perSample, int vocabulary, int classes) {
    RandomStream random = RandomStream.named(1, "batch");
    float[] features = new float[vocabulary == 0 ? size * perSample : 0];
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextUniform();
    }
    int[] tokens = new int[vocabulary == 0 ? 0 : size * perSample];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = random.nextInt(vocabulary);
    }
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = random.nextInt(classes);
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
