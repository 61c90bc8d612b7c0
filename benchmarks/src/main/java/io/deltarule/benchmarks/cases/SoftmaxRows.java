package io.deltarule.benchmarks.cases;

import io.deltarule.op.SoftmaxCrossEntropy;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Softmax, log-softmax, cross-entropy and its gradient: rows of classes. */
final class SoftmaxRows {
  private static final Domain LOGITS = Domain.uniform(-4, 4);

  /** Digits, ImageNet's classes, scores of attention, a vocabulary. */
  private static final int[][] ROWS = {{128, 10}, {256, 1000}, {6144, 256}, {256, 50_257}};

  private SoftmaxRows() {}

  static List<BenchmarkCase> all() {
    List<BenchmarkCase> cases = new ArrayList<>();
    for (int[] dims : ROWS) {
      String of = " of rows of " + Arrays.toString(dims);
      cases.add(
          BenchmarkCase.of(
              OpCase.named("softmax" + of)
                  .operation("softmax")
                  .input("logits", LOGITS, dims)
                  .computes(in -> in.get("logits").softmax(1))
                  .inFamily("softmax")));
      cases.add(
          BenchmarkCase.of(
              OpCase.named("log-softmax" + of)
                  .operation("logSoftmax")
                  .input("logits", LOGITS, dims)
                  .computes(in -> in.get("logits").logSoftmax(1))
                  .inFamily("softmax")));
      OpCase crossEntropy = crossEntropy("cross-entropy" + of, dims);
      cases.add(BenchmarkCase.of(crossEntropy));
      cases.add(BenchmarkCase.of(crossEntropy.gradient()));
    }
    return cases;
  }

  private static OpCase crossEntropy(String name, int[] dims) {
    return OpCase.named(name)
        .operation("softmaxCrossEntropy")
        .input("logits", LOGITS, dims)
        .integer("labels", Domain.integers(0, dims[1]), dims[0])
        .computesAll(
            in ->
                in.get("logits")
                    .graph()
                    .apply(new SoftmaxCrossEntropy(), List.of(in.get("logits"), in.get("labels")))
                    .outputs())
        .inFamily("softmax");
  }
}
