package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.deltarule.backend.Engine;
import io.deltarule.metric.Metric;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Schedules;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.EpochResult;
import io.deltarule.train.Trainer;
import io.deltarule.train.Training;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes that continue the book. */
class TextRecipeTest {
  /** Float32 sums of a few hundred terms below 1 in another order: 800 roundings of 1. */
  private static final double ROUNDING = 1e-4;

  private static TextRecipe recipe(String name) {
    return (TextRecipe) Recipes.named(name).orElseThrow();
  }

  private static Training training(TextRecipe recipe, Engine engine) {
    return recipe.problem(engine).optimizer(Optimizers.adam()).seed(1).build();
  }

  @Test
  void theBookHasAsManyCharactersAsTheModels() throws IOException {
    assertThat(CharacterTask.of(MobyDick.text(), 64, Map.of()).characters())
        .isEqualTo(MobyDick.CHARACTERS);
  }

  /** Single characters alone have 4.4 bits. */
  @ParameterizedTest
  @ValueSource(strings = {"char-lstm", "char-gpt"})
  void anEighthOfTheBookTeachesMoreThanHowOftenCharactersCome(String name) throws IOException {
    TextRecipe recipe = recipe(name);
    Task task = recipe.load(0);
    int window = task.train().featureShape().dim(0);
    try (Engine engine = Engine.open("cpu");
        Training training = training(recipe, engine)) {
      EpochResult epoch =
          Trainer.of(training)
              .batchSize(8)
              .schedule(Schedules.constant(3e-3))
              .validation(task.test().range(0, 32), task.metrics().toArray(Metric[]::new))
              .validationBatch(16)
              .fit(task.train().range(0, 150_000 / window))
              .last()
              .orElseThrow();
      double bits = epoch.metrics().get("bits per character");
      assertThat(bits).isBetween(1.5, bitsOfFrequencies());
      assertThat(bits)
          .isCloseTo(epoch.validationLoss().orElseThrow() / Math.log(2), within(ROUNDING));
      assertThat(epoch.metrics().get("accuracy")).isBetween(0.15, 0.5);
    }
  }

  /** The entropy of the book's characters if nothing is known of those before. */
  private static double bitsOfFrequencies() throws IOException {
    String book = MobyDick.text();
    return book
        .chars()
        .boxed()
        .collect(Collectors.groupingBy(c -> c, Collectors.counting()))
        .values()
        .stream()
        .mapToDouble(count -> (double) count / book.length())
        .map(p -> -p * Math.log(p) / Math.log(2))
        .sum();
  }

  /** Character by character the same is read as in a window at once. */
  @ParameterizedTest
  @ValueSource(strings = {"char-lstm", "char-gpt"})
  void aReaderSaysWhatTheModelSays(String name) throws IOException {
    TextRecipe recipe = recipe(name);
    Tensor window = recipe.load(0).test().range(3, 4).features();
    try (Engine engine = Engine.open("cpu");
        Training training = training(recipe, engine);
        TextReader reader = recipe.reader(training)) {
      float[] expected = training.inference(1).predict(window).toFloats();
      for (int i = 0; i < window.size(); i++) {
        float[] logits = reader.next(window.ints()[i]);
        assertThat(logits).hasSize(MobyDick.CHARACTERS);
        for (int c = 0; c < logits.length; c++) {
          assertThat((double) logits[c])
              .isCloseTo(expected[i * MobyDick.CHARACTERS + c], within(ROUNDING));
        }
      }
    }
  }

  /** Where the context is full, the second half of it is still known. */
  @Test
  void aGptReadsOnBeyondItsContext() throws IOException {
    TextRecipe recipe = recipe("char-gpt");
    Task task = recipe.load(0);
    int[] text = task.test().range(0, 2).features().ints();
    int context = text.length / 2;
    try (Engine engine = Engine.open("cpu");
        Training training = training(recipe, engine);
        TextReader reader = recipe.reader(training)) {
      float[] last = new float[0];
      for (int i = 0; i <= context + 10; i++) {
        last = reader.next(text[i]);
      }
      int[] known = Arrays.copyOfRange(text, context / 2, context / 2 + context);
      int at = context / 2 + 10;
      float[] expected =
          training.inference(1).predict(Tensor.of(Shape.of(1, context), known)).floats();
      for (int c = 0; c < last.length; c++) {
        assertThat((double) last[c])
            .isCloseTo(expected[at * MobyDick.CHARACTERS + c], within(ROUNDING));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"char-lstm", "char-gpt"})
  void aModelOfOtherCharactersIsRefused(String name) {
    TextRecipe recipe = recipe(name);
    assertThatThrownBy(() -> recipe.vocabulary(Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("doesn't say which characters its tokens stand for");
    assertThatThrownBy(() -> recipe.load(0, Map.of("characters", "abc")))
        .isInstanceOf(IOException.class)
        .hasMessage("the model has 3 characters, the book 83; train it again");
    assertThatThrownBy(() -> recipe.vocabulary(Map.of("characters", "aba")))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("the model's characters are damaged", "comes twice");
  }
}
