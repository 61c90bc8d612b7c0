package io.deltarule.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class Gpt2TokenizerTest {
  private static final Gpt2Tokenizer TOKENIZER = new Gpt2Tokenizer();

  /** As OpenAI's tiktoken and Hugging Face's GPT2Tokenizer have them. */
  @Test
  void tokensAreThoseOfGpt2() {
    assertThat(TOKENIZER.encode("Hello, world!")).containsExactly(15496, 11, 995, 0);
    assertThat(TOKENIZER.encode("hello world")).containsExactly(31373, 995);
    assertThat(TOKENIZER.encode("")).isEmpty();
    assertThat(TOKENIZER.decode(15496, 11, 995, 0)).isEqualTo("Hello, world!");
  }

  @Property(tries = 300, seed = "1")
  void everyTextOfWholeCharactersComesBack(@ForAll String text) {
    // Half a surrogate pair is no character.
    String whole =
        text.codePoints()
            .filter(c -> c < 0xD800 || c > 0xDFFF)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    int[] tokens = TOKENIZER.encode(whole);
    assertThat(IntStream.of(tokens))
        .allMatch(token -> token >= 0 && token < Gpt2Tokenizer.VOCABULARY);
    assertThat(TOKENIZER.decode(tokens)).isEqualTo(whole);
  }

  @Test
  void theNameOfTheEndOfTextIsTextAndItsTokenIsReadAsTheName() {
    assertThat(TOKENIZER.encode("<|endoftext|>"))
        .hasSizeGreaterThan(1)
        .doesNotContain(Gpt2Tokenizer.END_OF_TEXT);
    assertThat(TOKENIZER.decode(Gpt2Tokenizer.END_OF_TEXT)).isEqualTo("<|endoftext|>");
  }

  @Test
  void aStreamGivesACharacterWhenItIsComplete() {
    int[] tokens = TOKENIZER.encode("a 🐋!");
    assertThat(tokens).hasSizeGreaterThan(3);
    Gpt2Tokenizer.Stream stream = TOKENIZER.stream();
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      String part = stream.next(token);
      assertThat(part).doesNotContain("\uFFFD");
      text.append(part);
    }
    assertThat(text.append(stream.end())).hasToString("a 🐋!");
  }

  @Test
  void aCharacterThatIsNeverCompletedIsReplacedAtTheEnd() {
    int[] tokens = TOKENIZER.encode("🐋");
    assertThat(tokens.length).isGreaterThan(1);
    assertThat(TOKENIZER.decode(tokens[0])).isEqualTo("\uFFFD");
    Gpt2Tokenizer.Stream stream = TOKENIZER.stream();
    assertThat(stream.next(tokens[0])).isEmpty();
    assertThat(stream.next(15496)).isEqualTo("\uFFFDHello");
    assertThat(stream.end()).isEmpty();
  }

  @Test
  void aTokenOutOfRangeIsRefused() {
    for (int wrong : new int[] {-1, Gpt2Tokenizer.VOCABULARY}) {
      assertThatThrownBy(() -> TOKENIZER.decode(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("token " + wrong + " is out of range: tokens are 0 to 50256");
    }
  }
}
