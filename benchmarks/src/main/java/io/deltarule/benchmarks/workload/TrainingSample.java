package io.deltarule.benchmarks.workload;

import io.deltarule.tensor.Shape;

/**
 * What one sample of a batch is: features, and the classes that they belong to.
 *
 * @param features the shape of its features
 * @param vocabulary features are INT32 tokens below this; 0 for FLOAT32 features
 * @param labels the shape of its INT32 labels: [] for one, [T] for one at each step of a sequence
 * @param classes labels are below this
 */
public record TrainingSample(Shape features, int vocabulary, Shape labels, int classes) {
  /** Numbers that belong to one class. */
  static TrainingSample ofNumbers(Shape features, int classes) {
    return new TrainingSample(features, 0, Shape.scalar(), classes);
  }

  /** Tokens that together belong to one class. */
  static TrainingSample ofTokens(int length, int vocabulary, int classes) {
    return new TrainingSample(Shape.of(length), vocabulary, Shape.scalar(), classes);
  }

  /** Tokens of which each has another token as its label: the one that a model is to say next. */
  static TrainingSample ofSequence(int length, int vocabulary) {
    return new TrainingSample(Shape.of(length), vocabulary, Shape.of(length), vocabulary);
  }

  boolean hasTokens() {
    return vocabulary > 0;
  }
}
