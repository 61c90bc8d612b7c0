package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class CharacterVocabularyTest {
  @Test
  void charactersAreNumberedByTheirCodePoints() {
    CharacterVocabulary vocabulary = CharacterVocabulary.of("bad cab");
    assertThat(vocabulary.characters()).isEqualTo(" abcd");
    assertThat(vocabulary.size()).isEqualTo(5);
    assertThat(vocabulary.encode("cab ")).containsExactly(3, 1, 2, 0);
    assertThat(vocabulary.decode(3, 1, 2, 0)).isEqualTo("cab ");
  }

  @Test
  void aCharacterOutsideTheBasicPlaneIsOneToken() {
    CharacterVocabulary vocabulary = CharacterVocabulary.of("a🐋");
    assertThat(vocabulary.size()).isEqualTo(2);
    assertThat(vocabulary.encode("🐋a🐋")).containsExactly(1, 0, 1);
    assertThat(vocabulary.decode(1, 0)).isEqualTo("🐋a");
  }

  @Property(tries = 200, seed = "1")
  void everyTextComesBack(@ForAll @NotEmpty String text) {
    CharacterVocabulary vocabulary = CharacterVocabulary.of(text);
    assertThat(vocabulary.decode(vocabulary.encode(text))).isEqualTo(text);
    CharacterVocabulary kept = CharacterVocabulary.ofCharacters(vocabulary.characters());
    assertThat(kept.encode(text)).isEqualTo(vocabulary.encode(text));
  }

  @Test
  void anUnknownCharacterIsToldWithItsPlaceAndLine() {
    CharacterVocabulary vocabulary = CharacterVocabulary.of("abc\n");
    assertThatThrownBy(() -> vocabulary.encode("ab\nca\ncé"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("character 'é' (U+00E9) at position 7 (from 0), in line 3 (from 1)")
        .hasMessageContaining("the 4 characters that are known: \\nabc");
    assertThatThrownBy(() -> vocabulary.encode("\t")).hasMessageContaining("character (U+0009)");
  }

  @Test
  void anotherCharacterStandsForUnknownOnesIfItIsChosen() {
    CharacterVocabulary vocabulary = CharacterVocabulary.of("ab?").replacingUnknownBy('?');
    assertThat(vocabulary.decode(vocabulary.encode("aéb🐋"))).isEqualTo("a?b?");
    assertThatThrownBy(() -> vocabulary.replacingUnknownBy('!'))
        .hasMessageContaining("character '!' (U+0021) can't stand for unknown characters");
  }

  @Test
  void whatIsNoVocabularyIsRefused() {
    assertThatThrownBy(() -> CharacterVocabulary.of("")).hasMessageContaining("has no characters");
    assertThatThrownBy(() -> CharacterVocabulary.ofCharacters("aba"))
        .hasMessageContaining("character 'a' (U+0061) comes twice");
  }

  @Test
  void aTokenOutOfRangeIsRefused() {
    CharacterVocabulary vocabulary = CharacterVocabulary.of("abc");
    for (int wrong : new int[] {-1, 3}) {
      assertThatThrownBy(() -> vocabulary.decode(0, wrong))
          .hasMessageContaining("token " + wrong + " at position 1 (from 0) is out of range")
          .hasMessageContaining("0 to 2");
    }
  }
}
