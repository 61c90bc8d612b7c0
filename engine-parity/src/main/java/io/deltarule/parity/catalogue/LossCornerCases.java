package io.deltarule.parity.catalogue;

import io.deltarule.loss.CosineEmbedding;
import io.deltarule.loss.Loss;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.List;

/** Losses with a corner, on both sides of it. */
final class LossCornerCases {
  private LossCornerCases() {}

  static List<OpCase> all() {
    return List.of(
        bothSides("meanAbsolute", Losses.meanAbsolute(Reduction.NONE)),
        bothSides("huber", Losses.huber(1.25, Reduction.NONE)),
        cosine(0.3),
        cosine(-0.3));
  }

  private static OpCase cosine(double margin) {
    CosineEmbedding loss = new CosineEmbedding(margin, Reduction.NONE);
    return OpCase.named("cosine embedding loss of similarities on both sides of " + margin)
        .operation(CosineEmbedding.class.getSimpleName())
        .input("a", Domain.values(1, 0.5), 5, 2)
        .input("b", Domain.values(1, 0.25, -1, 0.5, 0.5, -1, 0.25, 1, 1, 1), 5, 2)
        .constant("marks", Domain.values(-1), 5)
        .notSmooth()
        .computes(in -> loss.apply(in.get("a"), in.get("b"), in.get("marks")));
  }

  /** Differences of +-0.25 to +-4, none near 0 or the corner of Huber's loss. */
  private static OpCase bothSides(String operation, Loss loss) {
    return OpCase.named(operation + " loss of predictions on both sides of their targets")
        .operation(operation)
        .input("prediction", Domain.values(1.5, -0.75, 0.25, 2.5, -2.25, -0.5, 3), 7)
        .input("target", Domain.values(1, -1, 0.875, 0.75, -0.5), 7)
        .notSmooth()
        .computes(in -> loss.apply(in.get("prediction"), in.get("target")));
  }
}
