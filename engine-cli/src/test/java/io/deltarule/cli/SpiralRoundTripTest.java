package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One short training, and everything that can be done with what it saved. */
class SpiralRoundTripTest {
  private static final Pattern ACCURACY =
      Pattern.compile("^test accuracy (\\d\\.\\d{4})$", Pattern.MULTILINE);

  @TempDir static Path folder;
  private static Path model;
  private static CommandRun trained;

  @BeforeAll
  static void train() {
    model = folder.resolve("a b").resolve("spiral.safetensors");
    trained = train(model, 7);
  }

  private static CommandRun train(Path out, long seed) {
    return CommandRun.of(
        "train", "spiral", "--device", "reference", "--epochs", 2, "--seed", seed, "--out", out);
  }

  private static CommandRun withModel(String command, Object... more) {
    Object[] words = new Object[6 + more.length];
    Object[] start = {command, "spiral", "--device", "reference", "--model", model};
    System.arraycopy(start, 0, words, 0, start.length);
    System.arraycopy(more, 0, words, start.length, more.length);
    return CommandRun.of(words);
  }

  private static String accuracy(CommandRun run) {
    Matcher matcher = ACCURACY.matcher(run.out());
    assertThat(matcher.find()).as(run.out()).isTrue();
    return matcher.group(1);
  }

  @Test
  void theFirstLineNamesTheBackendAndTheReason() {
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out().lines().findFirst().orElseThrow())
        .startsWith("backend reference: float64 reference")
        .endsWith("(asked for by name)");
  }

  @Test
  void everyEpochHasALine() {
    assertThat(trained.out())
        .containsPattern(
            "epoch 1/2  train loss \\d\\.\\d{4}  test loss \\d\\.\\d{4}  test accuracy \\d\\.\\d{4}"
                + "  \\(")
        .containsPattern("epoch 2/2  train loss ");
  }

  @Test
  void theEndNamesTheAccuracyAndTheFiles() {
    assertThat(trained.out())
        .containsPattern(ACCURACY)
        .contains("saved to " + model)
        .contains("drew " + model.resolveSibling("spiral.png"));
  }

  @Test
  void theDecisionRegionsAreAnImage() throws IOException {
    var image = ImageIO.read(model.resolveSibling("spiral.png").toFile());
    assertThat(image.getWidth()).isEqualTo(240);
    assertThat(image.getHeight()).isEqualTo(240);
    assertThat(image.getRGB(0, 0)).isNotEqualTo(image.getRGB(120, 120));
  }

  @Test
  void evaluationOfTheSavedFileGivesTheSameAccuracy() {
    CommandRun evaluated = withModel("evaluate");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(accuracy(evaluated)).isEqualTo(accuracy(trained));
    assertThat(evaluated.out()).contains("500 test samples");
  }

  @Test
  void aTestSampleIsPredictedBesideItsRightAnswer() {
    CommandRun run = withModel("predict", "--index", 1);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("arm [01]  probability [01]\\.\\d{4}")
        .contains("right answer: arm 1");
  }

  @Test
  void aPointIsPredicted() {
    CommandRun run = withModel("predict", "0.3,-0.5");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("arm [01]  probability").doesNotContain("right answer");
  }

  @Test
  void whatIsNoPointIsRefused() {
    for (String input : new String[] {"0.3", "a,b", "0.3,NaN", "1,2,3"}) {
      CommandRun run = withModel("predict", input);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("'" + input + "' is not a point x,y");
    }
  }

  @Test
  void aSampleNumberOutOfRangeIsRefused() {
    CommandRun run = withModel("predict", "--index", 500);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("option --index must be from 0 to 499, got 500");
  }

  @Test
  void aPredictionOfNothingOrOfTwoThingsIsRefused() {
    assertThat(withModel("predict").err()).contains("say either --index N or an input");
    assertThat(withModel("predict", "--index", 0, "0,0").code()).isEqualTo(2);
  }

  @Test
  void theSameSeedGivesTheSameFileAndAnotherSeedAnother() throws IOException {
    Path again = folder.resolve("again.safetensors");
    Path other = folder.resolve("other.safetensors");
    assertThat(train(again, 7).code()).isZero();
    assertThat(train(other, 8).code()).isZero();
    assertThat(again).hasSameBinaryContentAs(model);
    assertThat(Files.mismatch(other, model)).isNotNegative();
  }

  @Test
  void anotherRecipesModelIsRefused() {
    CommandRun run = CommandRun.of("evaluate", "wages", "--device", "reference", "--model", model);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("holds a model of recipe spiral, not of wages");
  }

  @Test
  void aMissingModelIsToldWithTheCommandThatMakesIt() {
    Path missing = folder.resolve("missing.safetensors");
    CommandRun run =
        CommandRun.of("evaluate", "spiral", "--device", "reference", "--model", missing);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("there is no file", "deltarule train spiral --out " + missing);
  }

  @Test
  void aFolderIsNoModel() {
    CommandRun run =
        CommandRun.of("evaluate", "spiral", "--device", "reference", "--model", folder);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("'" + folder + "' is a folder; give a model file inside it");
  }

  @Test
  void aDamagedModelIsToldInALine() throws IOException {
    Path damaged = Files.writeString(folder.resolve("damaged.safetensors"), "not a model");
    CommandRun run =
        CommandRun.of("evaluate", "spiral", "--device", "reference", "--model", damaged);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: " + damaged).hasLineCount(1);
  }
}
