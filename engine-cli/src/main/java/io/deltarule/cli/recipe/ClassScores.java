package io.deltarule.cli.recipe;

import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Tells a classifier's output as probabilities. */
final class ClassScores {
  private static final int SHOWN = 3;

  private ClassScores() {}

  /** The softmax of logits, without overflow for any finite logits. */
  static double[] probabilities(double[] logits) {
    double highest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      highest = Math.max(highest, logit);
    }
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(logits[i] - highest);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  /** The most probable classes, a line each. */
  static List<String> describe(String what, Tensor logits) {
    double[] shares = probabilities(logits.toDoubles());
    List<Integer> order =
        IntStream.range(0, shares.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -shares[i]))
            .limit(SHOWN)
            .toList();
    List<String> lines = new ArrayList<>();
    for (int label : order) {
      lines.add(String.format(Locale.ROOT, "%s %d  probability %.4f", what, label, shares[label]));
    }
    return lines;
  }
}
