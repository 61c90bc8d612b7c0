package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.data.WordVocabulary;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpamTest {
  @TempDir Path folder;
  private static SpamMessages messages;
  private static SpamTask task;

  @BeforeAll
  static void load() throws IOException {
    messages = SpamMessages.load();
    task = new SpamTask(messages, 3, Optional.empty());
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("mail.txt"), text).toString();
  }

  @Test
  void theCorpusIsThatOfTheNotice() {
    assertThat(messages.size()).isEqualTo(5868);
    assertThat(Arrays.stream(messages.labels()).sum()).isEqualTo(1777);
    assertThat(messages.texts()).noneMatch(List::isEmpty);
    assertThat(messages.texts().get(0)).contains("re", "sequences", "window");
    // Headers would give the answer away.
    assertThat(messages.texts().get(0)).doesNotContain("received", "localhost");
  }

  @Test
  void aFifthIsHeldOutByTheSeed() {
    assertThat(task.train().size()).isEqualTo(4694);
    assertThat(task.test().size()).isEqualTo(1174);
    Tensor same = new SpamTask(messages, 3, Optional.empty()).test().targets();
    assertThat(same).isEqualTo(task.test().targets());
    Tensor other = new SpamTask(messages, 4, Optional.empty()).test().targets();
    assertThat(other).isNotEqualTo(same);
    assertThat(Arrays.stream(task.test().targets().ints()).average().orElseThrow())
        .isBetween(0.25, 0.36);
  }

  /** Else a mail of the test set could be one that training has seen. */
  @Test
  void noTwoMailsHaveTheSameWords() {
    assertThat(messages.texts()).doesNotHaveDuplicates();
  }

  @Test
  void theVocabularyIsOfTheTrainingMailsAlone() {
    String[] words = task.saved().get("vocabulary").split(" ");
    assertThat(words).hasSize(20_000).doesNotHaveDuplicates().contains("the", "free", "linux");
    // A number that only the test mails have would be a row that is never trained.
    boolean[] trained = new boolean[SpamTask.NUMBERS];
    for (int number : task.train().features().ints()) {
      trained[number] = true;
    }
    assertThat(trained[WordVocabulary.PADDING]).isTrue();
    assertThat(trained[WordVocabulary.UNKNOWN]).isTrue();
  }

  @Test
  void aTextFileIsReadAsTheCorpusIs() throws IOException {
    List<String> words = List.of(task.saved().get("vocabulary").split(" "));
    Tensor parsed = task.parse(file("FREE money!\n\nqxzvqxzv the"));
    assertThat(parsed.shape()).isEqualTo(Shape.of(1, SpamTask.LENGTH));
    assertThat(Arrays.copyOf(parsed.ints(), 6))
        .containsExactly(
            2 + words.indexOf("free"),
            2 + words.indexOf("money"),
            1,
            2 + words.indexOf("the"),
            0,
            0);
  }

  @Test
  void aMailOfAnyLengthIsTaken() throws IOException {
    int[] numbers = task.parse(file("the ".repeat(5000))).ints();
    assertThat(numbers).hasSize(SpamTask.LENGTH).doesNotContain(0, 1);
    assertThat(task.parse(file("qxzvqxzv")).ints()).startsWith(1, 0);
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    String none = folder.resolve("none.txt").toString();
    assertThatThrownBy(() -> task.parse(none))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("there is no file '" + none + "'", "a text file (UTF-8)");
    String empty = file("");
    assertThatThrownBy(() -> task.parse(empty)).hasMessageContaining("is empty");
    String wordless = file("--- !!! ---");
    assertThatThrownBy(() -> task.parse(wordless))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no words");
    Path latin = folder.resolve("latin.txt");
    Files.write(latin, "café".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> task.parse(latin.toString()))
        .hasMessageContaining("is not valid UTF-8: byte 0xE9 at offset 3");
  }

  @Test
  void aSavedVocabularyIsTakenAsItIs() throws IOException {
    WordVocabulary saved = SpamTask.vocabulary(Map.of("vocabulary", "the free"));
    SpamTask other = new SpamTask(messages, 3, Optional.of(saved));
    assertThat(other.saved()).isEqualTo(Map.of("vocabulary", "the free"));
    assertThat(other.parse(file("free the linux")).ints()).startsWith(3, 2, 1, 0);
  }

  @Test
  void aSavedVocabularyThatIsNoneIsRefused() {
    assertThatThrownBy(() -> SpamTask.vocabulary(Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("doesn't say which words its numbers stand for");
    assertThatThrownBy(() -> SpamTask.vocabulary(Map.of("vocabulary", "the free the")))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("vocabulary is damaged", "'the' comes twice");
    StringBuilder many = new StringBuilder("w");
    for (int i = 0; i < 20_000; i++) {
      many.append(" w").append(i);
    }
    assertThatThrownBy(() -> SpamTask.vocabulary(Map.of("vocabulary", many.toString())))
        .hasMessageContainingAll("has 20001 words", "at most 20000");
  }

  @Test
  void theAnswerIsToldWithItsProbability() {
    assertThat(task.describe(Tensor.of(Shape.of(1, 2), 0.0, Math.log(3))))
        .containsExactly("spam  probability of spam 0.7500");
    assertThat(task.describe(Tensor.of(Shape.of(1, 2), Math.log(3), 0.0)))
        .containsExactly("no spam  probability of spam 0.2500");
    assertThat(task.describeTarget(Tensor.of(Shape.of(1), 1))).isEqualTo("spam");
  }
}
