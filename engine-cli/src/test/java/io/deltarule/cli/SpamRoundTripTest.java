package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.persist.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training of the whole corpus, short, and questions to what it saved. */
class SpamRoundTripTest {
  @TempDir static Path folder;
  private static Path model;
  private static CommandRun trained;

  @BeforeAll
  static void train() {
    model = folder.resolve("spam.safetensors");
    trained = CommandRun.of("train", "spam", "--device", "cpu", "--epochs", 3, "--out", model);
  }

  private static double figure(CommandRun run, String name) {
    Matcher line =
        Pattern.compile("^test " + name + " (\\d\\.\\d{4})$", Pattern.MULTILINE).matcher(run.out());
    assertThat(line.find()).as(run.out() + run.err()).isTrue();
    return Double.parseDouble(line.group(1));
  }

  private static CommandRun predict(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("mail.txt"), text);
    return CommandRun.of("predict", "spam", "--device", "cpu", "--model", model, file);
  }

  @Test
  void threeEpochsTellMostMailsApart() {
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(figure(trained, "accuracy")).isGreaterThan(0.95);
    assertThat(figure(trained, "precision")).isGreaterThan(0.9);
    assertThat(figure(trained, "recall")).isGreaterThan(0.9);
  }

  @Test
  void theSavedModelKnowsItsWordsAndGivesTheSameFigures() throws IOException {
    try (SafetensorsFile file = SafetensorsFile.open(model)) {
      assertThat(file.metadata().get("vocabulary")).contains(" free ");
    }
    CommandRun evaluated = CommandRun.of("evaluate", "spam", "--device", "cpu", "--model", model);
    assertThat(figure(evaluated, "accuracy")).isEqualTo(figure(trained, "accuracy"));
    assertThat(figure(evaluated, "recall")).isEqualTo(figure(trained, "recall"));
  }

  @Test
  void aTextFileIsToldApart() throws IOException {
    CommandRun spam =
        predict(
            "Make money fast!!! Click here for your FREE credit offer. Guaranteed income, no risk,"
                + " order now. To be removed from our mailing list click the link below.");
    assertThat(spam.code()).as(spam.err()).isZero();
    assertThat(spam.out()).containsPattern("(?m)^spam  probability of spam (0\\.\\d{4}|1\\.0000)$");
    CommandRun ham =
        predict(
            "Re: [ILUG] kernel patch\n\nOn Tuesday Peter wrote:\n> does the module compile with"
                + " gcc?\n\nYes, I use it on Debian; the problem is the perl script, I think.");
    assertThat(ham.out()).containsPattern("(?m)^no spam  probability of spam 0\\.[0-4]");
  }

  @Test
  void aTestMailIsPredictedBesideItsRightAnswer() {
    CommandRun run =
        CommandRun.of("predict", "spam", "--device", "cpu", "--model", model, "--index", 0);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("right answer: (no )?spam");
  }

  @Test
  void aFileThatCannotBeReadIsToldInALine() throws IOException {
    CommandRun wordless = predict("?!");
    assertThat(wordless.code()).isEqualTo(2);
    assertThat(wordless.err()).contains("has no words; give a text file");
    CommandRun missing =
        CommandRun.of("predict", "spam", "--device", "cpu", "--model", model, "none.txt");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).startsWith("error: there is no file 'none.txt'").hasLineCount(1);
  }
}
