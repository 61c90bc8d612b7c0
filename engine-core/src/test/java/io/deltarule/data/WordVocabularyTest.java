package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordVocabularyTest {
  private static final List<List<String>> TEXTS =
      List.of(List.of("b", "a", "c"), List.of("a", "c", "c", "c"), List.of("d", "a"));

  @Test
  void wordsOfTheMostTextsComeFirstAndThenByTheAlphabet() {
    assertThat(WordVocabulary.mostFrequent(TEXTS, 10).words()).containsExactly("a", "c", "b", "d");
    WordVocabulary three = WordVocabulary.mostFrequent(TEXTS, 3);
    assertThat(three.words()).containsExactly("a", "c", "b");
    assertThat(three.size()).isEqualTo(5);
    assertThat(three.number("a")).isEqualTo(2);
    assertThat(three.number("b")).isEqualTo(4);
    assertThat(three.number("d")).isEqualTo(WordVocabulary.UNKNOWN);
  }

  @Test
  void aTextIsCutOrFilledUp() {
    WordVocabulary vocabulary = WordVocabulary.ofWords(List.of("x", "y"));
    int[] rows = new int[7];
    vocabulary.encode(List.of("y", "z", "x", "x"), rows, 1, 3);
    vocabulary.encode(List.of("y"), rows, 4, 3);
    assertThat(rows).containsExactly(0, 3, 1, 2, 3, 0, 0);
  }

  @Test
  void whatIsNoVocabularyIsRefused() {
    assertThatThrownBy(() -> WordVocabulary.mostFrequent(TEXTS, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs at least 1 word, got 0");
    assertThatThrownBy(() -> WordVocabulary.ofWords(List.of("x", "y", "x")))
        .hasMessageContaining("the word 'x' comes twice");
  }
}
