package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.cli.text.Gpt2Tokenizer;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Gpt2TaskTest {
  @TempDir Path folder;

  private Gpt2Task task(String text, int context) throws IOException {
    return of(text.getBytes(StandardCharsets.UTF_8), context);
  }

  private Gpt2Task of(byte[] text, int context) throws IOException {
    Path file = Files.write(folder.resolve("text.txt"), text);
    return Gpt2Task.of(Optional.of(file), context, Map.of());
  }

  private void assertRefused(byte[] text, int context, String... messages) {
    assertThatThrownBy(() -> of(text, context))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("text.txt")
        .hasMessageContainingAll(messages)
        .hasMessageNotContaining("\n");
  }

  @Test
  void theLastTenthOfTheTokensIsHeldOut() throws IOException {
    // " a" is a token: 180 and 20 of them, in windows of 4 with one after.
    Gpt2Task task = task(" a".repeat(180) + " b".repeat(20), 4);
    assertThat(task.train().size()).isEqualTo(44);
    assertThat(task.test().size()).isEqualTo(4);
    assertThat(task.train().range(0, 1).features().ints()).containsOnly(257).hasSize(4);
    assertThat(task.test().range(0, 1).targets().ints()).containsOnly(275).hasSize(4);
    assertThat(task.train().classes()).isEqualTo(Gpt2Tokenizer.VOCABULARY);
  }

  @Test
  void aTextOfAnyLengthBecomesAWindow() throws IOException {
    Gpt2Task task = Gpt2Task.of(Optional.empty(), 4, Map.of());
    assertThat(task.parse(" a b")).isEqualTo(Tensor.of(Shape.of(1, 4), 50_256, 50_256, 257, 275));
    assertThat(task.parse(" b a b a b").ints()).containsExactly(257, 275, 257, 275);
    assertThatThrownBy(() -> task.parse(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the text is empty; give the beginning of a text");
    assertThat(task.describeTarget(Tensor.of(Shape.of(1, 2), 5, 198))).isEqualTo("next '\\n'");
  }

  @Test
  void withoutATextThereAreNoSamples() throws IOException {
    Gpt2Task task = Gpt2Task.of(Optional.empty(), 4, Map.of());
    assertThatThrownBy(task::test)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("recipe gpt2 has no text of its own; say which one it reads with --data FILE");
  }

  @Test
  void aTextThatIsTooShortIsToldWithWhatWouldDo() {
    assertRefused(
        " a".repeat(100).getBytes(StandardCharsets.UTF_8),
        10,
        "has 100 tokens, of which the last tenth, 10, is the test set; a window of 10 and the token"
            + " after it need 11 there; give a text of at least 110 tokens, or --context 9 or"
            + " less");
    assertRefused("a".getBytes(StandardCharsets.UTF_8), 10, "give a text of at least 110 tokens");
  }

  @Test
  void whatIsNoTextIsRefused() {
    assertRefused(new byte[0], 4, "is empty; give a file with text in it");
    assertRefused(new byte[] {'a', (byte) 0xE9, 'b'}, 4, "is not valid UTF-8: byte 0xE9");
    assertThatThrownBy(() -> Gpt2Task.of(Optional.of(folder.resolve("none")), 4, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("option --data: there is no file '" + folder.resolve("none"));
  }
}
