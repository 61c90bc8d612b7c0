package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Embedding;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Schedules;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.EpochResult;
import io.deltarule.train.Trainer;
import io.deltarule.train.Training;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CharacterTaskTest {
  private static final String TEXT = "abc\n".repeat(50);

  private static CharacterTask task() throws IOException {
    return CharacterTask.of(TEXT, 6, Map.of());
  }

  @Test
  void theLastTenthIsHeldOut() throws IOException {
    // 180 and 20 characters: windows of 6 with one after.
    assertThat(task().train().size()).isEqualTo(29);
    assertThat(task().test().size()).isEqualTo(3);
    assertThat(task().characters()).isEqualTo(4);
    assertThat(task().test().range(0, 1).features().ints()).containsExactly(1, 2, 3, 0, 1, 2);
    assertThat(task().test().range(0, 1).targets().ints()).containsExactly(2, 3, 0, 1, 2, 3);
  }

  @Test
  void aTextOfAnyLengthBecomesAWindow() throws IOException {
    assertThat(task().parse("ab")).isEqualTo(Tensor.of(Shape.of(1, 6), 0, 0, 0, 0, 1, 2));
    assertThat(task().parse("cccabcabc")).isEqualTo(Tensor.of(Shape.of(1, 6), 1, 2, 3, 1, 2, 3));
    assertThatThrownBy(() -> task().parse(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the text is empty; give the beginning of a text");
    assertThatThrownBy(() -> task().parse("abx")).hasMessageContaining("character 'x' (U+0078)");
  }

  @Test
  void theNextCharactersAreToldAfterTheLastPosition() throws IOException {
    double[] logits = new double[24];
    logits[23] = Math.log(3);
    logits[20] = Math.log(2);
    logits[0] = 100;
    assertThat(task().describe(Tensor.of(Shape.of(1, 6, 4), logits)))
        .hasSize(3)
        .startsWith("next 'c'  probability 0.4286", "next '\\n'  probability 0.2857");
    assertThat(task().describeTarget(Tensor.of(Shape.of(1, 3), 1, 2, 0))).isEqualTo("next '\\n'");
  }

  @Test
  void savedCharactersAreTakenAndThoseOfAnotherTextRefused() throws IOException {
    CharacterTask other = CharacterTask.of(TEXT, 6, Map.of("characters", "xcba\n"));
    assertThat(other.saved()).isEqualTo(Map.of("characters", "xcba\n"));
    assertThat(other.parse("abcabc").ints()).containsExactly(3, 2, 1, 3, 2, 1);
    assertThatThrownBy(() -> CharacterTask.of(TEXT, 6, Map.of("characters", "ab")))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("the model was trained on another text", "'c' (U+0063)");
  }

  @Test
  void aTextShorterThanAWindowIsRefused() {
    assertThatThrownBy(() -> CharacterTask.of(TEXT, 20, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("choose a shorter context or a longer text");
  }

  /** A table of pairs can't do better on a book than its entropy: in English about 2.4 nats. */
  @Test
  void pairsOfCharactersAreLearntFromTheBook() throws IOException {
    CharacterTask book = CharacterTask.of(MobyDick.text(), 64, Map.of());
    try (Engine engine = Engine.open("cpu");
        Training training =
            Training.of(engine, Embedding.of(book.characters(), book.characters()))
                .indices(Shape.of(64))
                .labels(Shape.of(64))
                .loss(CrossEntropy.mean())
                .optimizer(Optimizers.adam())
                .build()) {
      EpochResult epoch =
          Trainer.of(training)
              .batchSize(32)
              .schedule(Schedules.constant(0.05))
              .validation(book.test(), book.metrics().get(0))
              .validationBatch(64)
              .fit(book.train())
              .last()
              .orElseThrow();
      assertThat(epoch.validationLoss().orElseThrow()).isBetween(2.3, 2.6);
      assertThat(epoch.metrics().get("accuracy")).isBetween(0.24, 0.35);
    }
  }
}
