package io.deltarule.parity.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Embedding;
import io.deltarule.layer.Initializer;
import io.deltarule.layer.Initializers;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.parity.layer.FirstValues;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A training begins with what the initialisers give, however large a parameter is. */
class FirstValuesTest {
  private static final long SEED = 5;

  /** Of an odd number of elements, more than twice what is written at a time. */
  private static final int VOCABULARY = 1601;

  private static final int WIDTH = 99;
  private static final int PADDING = 1000;

  @Test
  void everyElementIsTheInitialisers() {
    Layer embedding = Embedding.of(VOCABULARY, WIDTH).withPadding(PADDING);
    Layer dense =
        Dense.of(WIDTH, 3).initializedBy(Initializers.lecunNormal(), Initializers.zeros());
    try (Engine engine = Engine.open("reference");
        Training training =
            Training.of(engine, Sequential.of(embedding, dense))
                .indices(Shape.of(4))
                .labels(Shape.of(4))
                .loss(CrossEntropy.mean())
                .optimizer(Optimizers.sgd())
                .seed(SEED)
                .build()) {
      float[] table = values(Initializers.normal(1), Shape.of(VOCABULARY, WIDTH), "0.weight");
      Arrays.fill(table, PADDING * WIDTH, (PADDING + 1) * WIDTH, 0);
      assertThat(training.parameters().get("0.weight").toFloats()).isEqualTo(table);
      // After the large one, whose last piece is still there.
      assertThat(training.parameters().get("1.weight").toFloats())
          .isEqualTo(values(Initializers.lecunNormal(), Shape.of(3, WIDTH), "1.weight"));
      assertThat(training.parameters().get("1.bias").toFloats()).containsOnly(0f);
    }
  }

  private static float[] values(Initializer initializer, Shape shape, String name) {
    return FirstValues.of(initializer, shape, RandomStream.named(SEED, name));
  }
}
