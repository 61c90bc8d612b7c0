package io.deltarule.parity.catalogue;

import io.deltarule.loss.CosineEmbedding;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.loss.Reduction;
import io.deltarule.loss.TripletMargin;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The losses of whole rows: cross-entropy with all its options, and those of embeddings. */
final class RowLossCases {
  private static final Domain LOGITS = Domain.uniform(-4, 4);
  private static final Domain EMBEDDING = Domain.eitherSign(0.3, 1);
  private static final List<Float> WEIGHTS = List.of(0.5f, 2f, 1f, 0.25f, 3f);
  private static final int CLASSES = WEIGHTS.size();
  private static final int BATCH = 6;

  private RowLossCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (Reduction reduction : Reduction.values()) {
      variants(reduction).forEach((options, loss) -> cases.add(ofLabels(options, loss)));
      variants(reduction)
          .forEach(
              (options, loss) -> {
                if (loss.ignoreIndex().isEmpty()) {
                  cases.add(ofDistribution(options, loss));
                }
              });
      embeddings(cases, reduction);
    }
    extremes(cases);
    return cases;
  }

  private static Map<String, CrossEntropy> variants(Reduction reduction) {
    CrossEntropy plain = CrossEntropy.of(reduction);
    Map<String, CrossEntropy> variants = new LinkedHashMap<>();
    variants.put("", plain);
    variants.put(", smoothed", plain.withLabelSmoothing(0.1));
    variants.put(", weighted", plain.withClassWeights(WEIGHTS));
    variants.put(", smoothed and weighted", smoothedAndWeighted(plain));
    variants.put(", ignoring a label", plain.ignoring(-100));
    variants.put(", ignoring a class", plain.ignoring(2));
    variants.put(", with all options", smoothedAndWeighted(plain).ignoring(-100));
    return variants;
  }

  private static CrossEntropy smoothedAndWeighted(CrossEntropy plain) {
    return plain.withLabelSmoothing(0.25).withClassWeights(WEIGHTS);
  }

  private static OpCase.Builder crossEntropy(String of, String options, CrossEntropy loss) {
    return OpCase.named("cross-entropy loss of " + of + " reduced by " + loss.reduction() + options)
        .operation(CrossEntropy.class.getSimpleName());
  }

  private static OpCase ofLabels(String options, CrossEntropy loss) {
    boolean outside = loss.ignoreIndex().isPresent() && loss.ignoreIndex().getAsInt() < 0;
    Domain labels = outside ? Domain.values(-100, 3, 0, -100, 4, 1) : Domain.integers(0, CLASSES);
    return crossEntropy("labels", options, loss)
        .input("logits", LOGITS, BATCH, CLASSES)
        .integer("labels", labels, BATCH)
        .computes(in -> loss.apply(in.get("logits"), in.get("labels")));
  }

  private static OpCase ofDistribution(String options, CrossEntropy loss) {
    return crossEntropy("a distribution", options, loss)
        .input("logits", LOGITS, 2, 3, CLASSES)
        .input("target", Domain.uniform(0, 0.4), 2, 3, CLASSES)
        .computes(in -> loss.apply(in.get("logits"), in.get("target")));
  }

  private static void embeddings(List<OpCase> cases, Reduction reduction) {
    for (double margin : new double[] {-0.9, 0, 0.9}) {
      CosineEmbedding cosine = new CosineEmbedding(margin, reduction);
      cases.add(
          OpCase.named("cosine embedding loss with margin " + margin + " reduced by " + reduction)
              .operation(CosineEmbedding.class.getSimpleName())
              .input("a", EMBEDDING, 5, 7)
              .input("b", EMBEDDING, 5, 7)
              .constant("marks", Domain.values(1, -1), 5)
              .notSmooth()
              .computes(in -> cosine.apply(in.get("a"), in.get("b"), in.get("marks"))));
    }
    for (double margin : new double[] {0.01, 10}) {
      TripletMargin triplet = new TripletMargin(margin, reduction);
      cases.add(
          OpCase.named("triplet margin loss with margin " + margin + " reduced by " + reduction)
              .operation(TripletMargin.class.getSimpleName())
              .input("anchor", EMBEDDING, 5, 9)
              .input("positive", EMBEDDING, 5, 9)
              .input("negative", EMBEDDING, 5, 9)
              .notSmooth()
              .computes(
                  in -> triplet.apply(in.get("anchor"), in.get("positive"), in.get("negative"))));
    }
  }

  private static void extremes(List<OpCase> cases) {
    CrossEntropy all = smoothedAndWeighted(CrossEntropy.of(Reduction.NONE)).ignoring(-100);
    cases.add(
        crossEntropy("extreme logits", " with all options", all)
            .constant("logits", Domain.extremesUpTo(1e30), 12, CLASSES)
            .integer("labels", Domain.values(0, 4, -100, 2), 12)
            .computes(in -> all.apply(in.get("logits"), in.get("labels"))));
    CrossEntropy mean = CrossEntropy.mean();
    cases.add(
        crossEntropy("one class", "", mean)
            .input("logits", LOGITS, 3, 1)
            .integer("labels", Domain.values(0), 3)
            .computes(in -> mean.apply(in.get("logits"), in.get("labels"))));
    CosineEmbedding cosine = new CosineEmbedding(0, Reduction.NONE);
    cases.add(
        OpCase.named("cosine embedding loss of zero and tiny embeddings")
            .operation(CosineEmbedding.class.getSimpleName())
            .constant("a", Domain.values(0, 1e-30f, 1e-6f), 3, 5)
            .constant("b", Domain.values(-0.0, 1, 1e4f, -1e-40f), 3, 5)
            .constant("marks", Domain.values(1, -1), 3)
            .computes(in -> cosine.apply(in.get("a"), in.get("b"), in.get("marks"))));
  }
}
