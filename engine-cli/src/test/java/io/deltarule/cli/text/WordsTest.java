package io.deltarule.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void wordsAreInLowerCaseWithoutWhatPartsThem() {
    assertThat(Words.of("Re: [ILUG] Don't MISS it -- 100% FREE, $15.50!\n\tÉtudes…"))
        .containsExactly("re", "ilug", "don't", "miss", "it", "100", "free", "15.50", "études");
  }

  @Test
  void ofOtherScriptsTheyAreWhatUnicodeSays() {
    assertThat(Words.of("Привет, мир 世界")).containsExactly("привет", "мир", "世", "界");
  }

  @Test
  void aTextWithoutLettersHasNone() {
    assertThat(Words.of("")).isEmpty();
    assertThat(Words.of(" -- !? \n")).isEmpty();
  }
}
