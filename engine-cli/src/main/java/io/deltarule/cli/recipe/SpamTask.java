package io.deltarule.cli.recipe;

import io.deltarule.cli.text.Words;
import io.deltarule.data.Dataset;
import io.deltarule.data.TextFile;
import io.deltarule.data.WordVocabulary;
import io.deltarule.metric.Metric;
import io.deltarule.metric.Precision;
import io.deltarule.metric.Recall;
import io.deltarule.metric.TopK;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Mails as numbers of words, a fifth of them held out as test set. The vocabulary is the training
 * mails' most frequent words; it is saved with the model, which means nothing without it.
 */
final class SpamTask implements Task {
  static final int CLASSES = 2;

  /** The words of a mail that are looked at: its first. One mail in twenty has more. */
  static final int LENGTH = 1000;

  private static final int WORDS = 20_000;
  private static final double HELD_OUT = 0.2;
  private static final String VOCABULARY = "vocabulary";

  /** The words' numbers, with those of padding and of unknown words. */
  static final int NUMBERS = WordVocabulary.ofWords(List.of()).size() + WORDS;

  private final WordVocabulary vocabulary;
  private final Dataset train;
  private final Dataset test;

  /**
   * Splits the mails, and numbers their words.
   *
   * @param seed decides the split
   * @param saved the vocabulary of a trained model; without one it is made of the training mails
   */
  SpamTask(SpamMessages messages, long seed, Optional<WordVocabulary> saved) {
    int[] order = RandomStream.named(seed, "split").permutation(messages.size());
    int held = (int) Math.round(HELD_OUT * order.length);
    int[] training = Arrays.copyOfRange(order, held, order.length);
    vocabulary =
        saved.orElseGet(
            () ->
                WordVocabulary.mostFrequent(
                    Arrays.stream(training).mapToObj(messages.texts()::get).toList(), WORDS));
    train = numbered(messages, training);
    test = numbered(messages, Arrays.copyOf(order, held));
  }

  private Dataset numbered(SpamMessages messages, int[] chosen) {
    int[] numbers = new int[chosen.length * LENGTH];
    int[] labels = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      vocabulary.encode(messages.texts().get(chosen[i]), numbers, i * LENGTH, LENGTH);
      labels[i] = messages.labels()[chosen[i]];
    }
    return Dataset.classification(
        Tensor.of(Shape.of(chosen.length, LENGTH), numbers),
        Tensor.of(Shape.of(chosen.length), labels),
        CLASSES);
  }

  /**
   * The vocabulary that was saved with a model.
   *
   * @throws IOException if there is none, or none that such a model can have
   */
  static WordVocabulary vocabulary(Map<String, String> saved) throws IOException {
    if (!saved.containsKey(VOCABULARY)) {
      throw new IOException(
          "the model doesn't say which words its numbers stand for; use the file that"
              + " 'deltarule train spam' wrote");
    }
    try {
      List<String> words = List.of(saved.get(VOCABULARY).split(" "));
      WordVocabulary vocabulary = WordVocabulary.ofWords(words);
      if (vocabulary.size() <= NUMBERS) {
        return vocabulary;
      }
      throw new IOException(
          "the model's vocabulary has "
              + words.size()
              + " words, a model of recipe spam at most "
              + WORDS
              + "; train it again");
    } catch (IllegalArgumentException e) {
      throw new IOException("the model's vocabulary is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public Map<String, String> saved() {
    return Map.of(VOCABULARY, String.join(" ", vocabulary.words()));
  }

  @Override
  public Dataset train() {
    return train;
  }

  @Override
  public Dataset test() {
    return test;
  }

  @Override
  public List<Metric> metrics() {
    return List.of(
        TopK.accuracy(),
        new Precision(SpamMessages.SPAM, CLASSES),
        new Recall(SpamMessages.SPAM, CLASSES));
  }

  @Override
  public String inputFormat() {
    return "a text file (UTF-8) with a mail's subject and text";
  }

  @Override
  public Tensor parse(String input) throws IOException {
    Path file = Path.of(input);
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file '" + input + "'; give " + inputFormat());
    }
    List<String> words = Words.of(TextFile.read(file));
    if (words.isEmpty()) {
      throw new IllegalArgumentException("'" + input + "' has no words; give " + inputFormat());
    }
    int[] numbers = new int[LENGTH];
    vocabulary.encode(words, numbers, 0, LENGTH);
    return Tensor.of(Shape.of(1, LENGTH), numbers);
  }

  @Override
  public List<String> describe(Tensor output) {
    double spam = ClassScores.probabilities(output.toDoubles())[SpamMessages.SPAM];
    return List.of(
        String.format(
            Locale.ROOT, "%s  probability of spam %.4f", spam > 0.5 ? "spam" : "no spam", spam));
  }

  @Override
  public String describeTarget(Tensor target) {
    return target.ints()[0] == SpamMessages.SPAM ? "spam" : "no spam";
  }
}
