package io.deltarule.parity.catalogue;

import io.deltarule.op.SoftmaxCrossEntropy;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Softmax, log-softmax and cross-entropy: sizes, axes, extreme logits, ignored labels. */
final class SoftmaxCases {
  private static final Domain LOGITS = Domain.uniform(-4, 4);
  private static final int[] CLASSES = {1, 2, 4, 7, 8, 9, 10, 15, 16, 17, 33, 97, 1000};

  private SoftmaxCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (int classes : CLASSES) {
      both(cases, 1, LOGITS, "", 3, classes);
      crossEntropy(cases, "", LOGITS, Domain.integers(0, classes), classes, 3);
    }
    both(cases, 0, LOGITS, "", 5, 3);
    both(cases, 1, LOGITS, "", 2, 17, 3);
    both(cases, 2, LOGITS, "", 2, 3, 5);
    both(cases, 1, LOGITS, "", 0, 5);
    both(cases, 0, LOGITS, "", 33);
    Domain extreme = Domain.values(1e4, -1e4, 0, 9999.5, 1e4, -3);
    both(cases, 1, extreme, " of extreme logits", 4, 9);
    both(cases, 1, Domain.values(Double.NEGATIVE_INFINITY, 1, 0.5, 2), " with masked logits", 4, 9);
    crossEntropy(cases, " of extreme logits", extreme, Domain.integers(0, 9), 9, 6);
    crossEntropy(cases, " with ignored labels", LOGITS, Domain.values(-100, 2, 7, 0, -1), 7, 10);
    crossEntropy(cases, " of a sequence", LOGITS, Domain.integers(-1, 6), 6, 2, 5);
    crossEntropy(cases, " of one row", LOGITS, Domain.integers(0, 5), 5);
    crossEntropy(cases, " of no rows", LOGITS, Domain.integers(0, 5), 5, 0);
    return cases;
  }

  private static void both(List<OpCase> cases, int axis, Domain logits, String what, int... dims) {
    String where = what + " of " + Arrays.toString(dims) + " along " + axis;
    boolean finite = what.isEmpty();
    cases.add(
        softmaxInput(OpCase.named("softmax" + where).operation("softmax"), logits, finite, dims)
            .computes(in -> in.get("logits").softmax(axis)));
    cases.add(
        softmaxInput(
                OpCase.named("log-softmax" + where).operation("logSoftmax"), logits, finite, dims)
            .computes(in -> in.get("logits").logSoftmax(axis)));
  }

  /** Finite differences say nothing about saturated or infinite logits. */
  private static OpCase.Builder softmaxInput(
      OpCase.Builder builder, Domain logits, boolean differentiable, int... dims) {
    return differentiable
        ? builder.input("logits", logits, dims)
        : builder.constant("logits", logits, dims);
  }

  private static void crossEntropy(
      List<OpCase> cases, String what, Domain logits, Domain labels, int classes, int... rows) {
    int[] dims = Arrays.copyOf(rows, rows.length + 1);
    dims[rows.length] = classes;
    boolean moderate = logits == LOGITS;
    cases.add(
        softmaxInput(
                OpCase.named("cross-entropy" + what + " " + Arrays.toString(dims))
                    .operation("softmaxCrossEntropy"),
                logits,
                moderate,
                dims)
            .integer("labels", labels, rows)
            .computesAll(
                in ->
                    in.get("logits")
                        .graph()
                        .apply(
                            new SoftmaxCrossEntropy(), List.of(in.get("logits"), in.get("labels")))
                        .outputs()));
  }
}
