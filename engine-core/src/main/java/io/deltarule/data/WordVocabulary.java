package io.deltarule.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The words that a model knows, each with its number. 0 stands for padding and 1 for every word
 * that is not known; the words themselves have the numbers from 2.
 */
public final class WordVocabulary {
  /** The number that fills a text up. */
  public static final int PADDING = 0;

  /** The number of a word that is not known. */
  public static final int UNKNOWN = 1;

  private static final int FIRST = 2;

  private final List<String> words;
  private final Map<String, Integer> numbers = new HashMap<>();

  private WordVocabulary(List<String> words) {
    this.words = List.copyOf(words);
    for (String word : this.words) {
      if (numbers.put(word, FIRST + numbers.size()) != null) {
        throw new IllegalArgumentException(
            "WordVocabulary: the word '" + word + "' comes twice; leave one out");
      }
    }
  }

  /**
   * Known words, in the order of their numbers, as {@link #words} gives them.
   *
   * @throws IllegalArgumentException if one comes twice
   */
  public static WordVocabulary ofWords(List<String> words) {
    return new WordVocabulary(words);
  }

  /**
   * The words that occur in the most texts, the most frequent first; of equally frequent ones the
   * first in the alphabet. A word that a text repeats counts once, so that no single text decides.
   *
   * @param texts the texts, each as its words: those of the training part alone
   * @param most the largest number of words
   * @throws IllegalArgumentException if {@code most} is below 1
   */
  public static WordVocabulary mostFrequent(Iterable<List<String>> texts, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("WordVocabulary: needs at least 1 word, got " + most);
    }
    Map<String, Integer> counts = new HashMap<>();
    for (List<String> text : texts) {
      new HashSet<>(text).forEach(word -> counts.merge(word, 1, Integer::sum));
    }
    List<String> words = new ArrayList<>(counts.keySet());
    words.sort(
        Comparator.comparingInt((String word) -> -counts.get(word))
            .thenComparing(Comparator.naturalOrder()));
    return new WordVocabulary(words.subList(0, Math.min(most, words.size())));
  }

  /** The number of different numbers: the words, padding and unknown. */
  public int size() {
    return FIRST + words.size();
  }

  /** All words in the order of their numbers, to be kept with a model. */
  public List<String> words() {
    return words;
  }

  /** The number of a word, or {@link #UNKNOWN}. */
  public int number(String word) {
    return numbers.getOrDefault(word, UNKNOWN);
  }

  /**
   * Puts the numbers of a text's first words into a row of a table, and fills it up with padding.
   *
   * @param into receives {@code length} numbers from {@code from}
   */
  public void encode(List<String> text, int[] into, int from, int length) {
    for (int i = 0; i < length; i++) {
      into[from + i] = i < text.size() ? number(text.get(i)) : PADDING;
    }
  }
}
