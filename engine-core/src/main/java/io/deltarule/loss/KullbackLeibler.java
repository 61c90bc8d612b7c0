package io.deltarule.loss;

import io.deltarule.graph.Value;

/**
 * Kullback-Leibler divergence as the mathematics has it: summed over classes, averaged over the
 * batch (PyTorch's reduction {@code batchmean}). Prediction: log-probabilities [B, ...]; target:
 * probabilities of the same shape.
 */
public record KullbackLeibler() implements Loss {
  /** The mean over the batch of the divergences. */
  public static Loss batchMean() {
    return new KullbackLeibler();
  }

  @Override
  public Value apply(Value prediction, Value target) {
    Value sum = Losses.kullbackLeibler(Reduction.SUM).apply(prediction, target);
    return sum.div((double) prediction.shape().dim(0));
  }
}
