package io.deltarule.parity.golden;

import static io.deltarule.parity.golden.GoldenScenario.SMALL_RATE;

import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Embedding;
import io.deltarule.layer.EmbeddingBag;
import io.deltarule.layer.Flatten;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import java.util.List;

/**
 * Classifiers of words. The recorded vector of padding is not zero, so that it shows whether bags
 * are summed without it.
 */
final class IndexScenarios {
  private static final int VOCABULARY = 17;
  private static final int WORDS = 9;
  private static final int WIDTH = 4;
  private static final int PADDING = 2;
  private static final int OUTPUTS = 5;

  private IndexScenarios() {}

  static List<GoldenScenario> all() {
    Embedding embedding = Embedding.of(VOCABULARY, WIDTH);
    EmbeddingBag sum = EmbeddingBag.sum(VOCABULARY, WIDTH);
    EmbeddingBag mean = EmbeddingBag.mean(VOCABULARY, WIDTH);
    return List.of(
        of("embedding", flattened(embedding)),
        of("embedding.padding", flattened(embedding.withPadding(PADDING))),
        of("embeddingBag.sum", classified(sum)),
        of("embeddingBag.mean", classified(mean)),
        of("embeddingBag.sum.padding", classified(sum.withPadding(PADDING))),
        of("embeddingBag.mean.padding", classified(mean.withPadding(PADDING))),
        of("embeddingBag.text.adam", text()).withOptimizer(Optimizers.adam()).withRate(SMALL_RATE));
  }

  private static GoldenScenario of(String name, Layer model) {
    return GoldenScenario.of("layer." + name, model, CrossEntropy.mean());
  }

  private static Layer flattened(Embedding embedding) {
    return Sequential.of(embedding, new Flatten(), Dense.of(WORDS * WIDTH, OUTPUTS));
  }

  private static Layer classified(EmbeddingBag bag) {
    return Sequential.of(bag, Dense.of(WIDTH, OUTPUTS));
  }

  private static Layer text() {
    return Sequential.of(
        EmbeddingBag.mean(VOCABULARY, 7),
        Dense.of(7, 11),
        Activation.relu(),
        Dense.of(11, OUTPUTS));
  }
}
