package io.deltarule.parity.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Embedding;
import io.deltarule.layer.Initializers;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
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
    Embedding table = Embedding.of(VOCABULARY, WIDTH).withPadding(PADDING);
    try (Engine engine = Engine.open("reference");
        Training training =
            Training.of(engine, Sequential.of(table, Dense.of(WIDTH, 3)))
                .indices(Shape.of(4))
                .labels(Shape.of(4))
                .loss(CrossEntropy.mean())
                .optimizer(Optimizers.sgd())
                .seed(SEED)
                .build()) {
      float[] written = training.parameters().get("0.weight").toFloats();
      DoubleSupplier normal =
          Initializers.normal(1)
              .values(Shape.of(VOCABULARY, WIDTH), RandomStream.named(SEED, "0.weight"));
      float[] expected = new float[VOCABULARY * WIDTH];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (float) normal.getAsDouble();
      }
      IntStream.range(0, WIDTH).forEach(i -> expected[PADDING * WIDTH + i] = 0);
      assertThat(written).isEqualTo(expected);
      assertThat(training.parameters().get("1.weight").toFloats()).doesNotContain(0f);
    }
  }
}
