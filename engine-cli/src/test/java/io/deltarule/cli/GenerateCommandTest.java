package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.cli.recipe.Recipe;
import io.deltarule.cli.recipe.Recipes;
import io.deltarule.optim.Optimizers;
import io.deltarule.train.Training;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of models with their first weights: what is chosen is random, how is not. */
class GenerateCommandTest {
  @TempDir static Path folder;

  @BeforeAll
  static void save() throws IOException {
    for (String name : List.of("char-lstm", "char-gpt")) {
      Recipe recipe = Recipes.named(name).orElseThrow();
      try (Engine engine = Engine.open("cpu");
          Training training = recipe.problem(engine).optimizer(Optimizers.sgd()).seed(5).build()) {
        training.save(model(name), ModelFile.metadata(recipe, recipe.load(0), 0));
      }
    }
  }

  private static Path model(String recipe) {
    return folder.resolve(recipe + ".safetensors");
  }

  private static Object[] words(String recipe, Object... options) {
    List<Object> words =
        new ArrayList<>(List.of("generate", recipe, "--device", "cpu", "--model", model(recipe)));
    words.addAll(Arrays.asList(options));
    return words.toArray();
  }

  private static String text(String recipe, Object... options) {
    CommandRun run = CommandRun.of(words(recipe, options));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).startsWith("backend cpu");
    return run.out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"char-lstm", "char-gpt"})
  void theSeedDecidesTheText(String recipe) {
    String first = text(recipe, "--length", 60, "--seed", 3);
    assertThat(text(recipe, "--length", 60, "--seed", 3)).isEqualTo(first);
    assertThat(text(recipe, "--length", 60, "--seed", 4)).isNotEqualTo(first);
    assertThat(text(recipe, "--length", 40, "--seed", 3).stripTrailing())
        .isEqualTo(first.substring(0, 40).stripTrailing());
  }

  /** Longer than a context, too. */
  @ParameterizedTest
  @ValueSource(strings = {"char-lstm", "char-gpt"})
  void thePromptIsContinuedByAsManyCharactersAsAskedFor(String recipe) {
    String text = text(recipe, "--prompt", "Call me Ishmael.", "--length", 300);
    String end = System.lineSeparator();
    assertThat(text).startsWith("Call me Ishmael.").endsWith(end);
    assertThat(text.length()).isEqualTo(16 + 300 + end.length());
    assertThat(text(recipe, "--length", 1)).hasSize(1 + end.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"char-lstm", "char-gpt"})
  void theMostProbableCharacterIsTheSameForEverySeed(String recipe) {
    String greedy = text(recipe, "--temperature", 0, "--length", 20);
    assertThat(text(recipe, "--temperature", 0, "--length", 20, "--seed", 9)).isEqualTo(greedy);
    assertThat(text(recipe, "--top-k", 1, "--length", 20, "--seed", 9)).isEqualTo(greedy);
    assertThat(text(recipe, "--top-p", 1e-6, "--length", 20, "--seed", 9)).isEqualTo(greedy);
  }

  /** In float64 the same model writes as well. */
  @ParameterizedTest
  @ValueSource(strings = {"char-lstm", "char-gpt"})
  void theReferenceWritesTheMostProbableCharactersToo(String recipe) {
    CommandRun run =
        CommandRun.of(
            "generate",
            recipe,
            "--device",
            "reference",
            "--model",
            model(recipe),
            "--length",
            3,
            "--temperature",
            0);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(text(recipe, "--temperature", 0, "--length", 3));
  }

  @Test
  void charactersArePrintedAsTheyCome() {
    List<Integer> lengths = new ArrayList<>();
    StringWriter out =
        new StringWriter() {
          @Override
          public void flush() {
            lengths.add(getBuffer().length());
          }
        };
    CommandRun run =
        CommandRun.printingTo(out, words("char-gpt", "--prompt", "Ahab", "--length", 5));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(lengths).startsWith(4, 5, 6, 7, 8, 9);
  }

  @ParameterizedTest
  @CsvSource({
    "--length,0,option --length must be 1 or more",
    "--temperature,-1,temperature must be finite and 0 or more",
    "--temperature,NaN,temperature must be finite and 0 or more",
    "--top-k,0,topK must be 1 or more",
    "--top-p,0,topP must be above 0 and at most 1",
    "--top-p,1.5,topP must be above 0 and at most 1",
    "--prompt,Caf\u00e9,(U+00E9) at position 3 (from 0)",
    "--seed,x,--seed"
  })
  void whatCannotBeIsRefusedBeforeAnyText(String option, String value, String message) {
    CommandRun run = CommandRun.of(words("char-gpt", option, value));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: ").contains(message);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aRecipeThatWritesNoTextIsRefused() {
    CommandRun run = CommandRun.of("generate", "spiral", "--device", "cpu");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "a model of recipe spiral writes no text; those that do are of char-lstm, char-gpt");
  }

  @Test
  void aModelThatIsMissingOrOfAnotherRecipeIsTold() throws IOException {
    Path none = folder.resolve("none");
    CommandRun missing = CommandRun.of("generate", "char-gpt", "--model", none);
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).startsWith("error: there is no file '" + none + "'");
    Path nameless = folder.resolve("nameless.safetensors");
    Recipe recipe = Recipes.named("char-gpt").orElseThrow();
    try (Engine engine = Engine.open("cpu");
        Training training = recipe.problem(engine).optimizer(Optimizers.sgd()).build()) {
      training.save(nameless, Map.of("recipe", "char-gpt"));
      CommandRun run = CommandRun.of("generate", "char-gpt", "--model", nameless);
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("doesn't say which characters its tokens stand for");
    } finally {
      Files.deleteIfExists(nameless);
    }
  }
}
