package io.deltarule.cli.recipe;

import io.deltarule.cli.text.Gpt2Tokenizer;
import io.deltarule.data.Dataset;
import io.deltarule.data.TextFile;
import io.deltarule.data.TokenSequence;
import io.deltarule.metric.Metric;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A text file in windows of GPT-2's tokens that follow one another, each position with the token
 * after it as its label. The last tenth of the tokens is the test set. Without a file there are no
 * samples, but texts can be read and told.
 */
final class Gpt2Task implements Task {
  private static final double HELD_OUT = 0.1;
  private static final int SHOWN = 3;

  private final Gpt2Text text;
  private final int context;
  private final Map<String, String> saved;
  private final Optional<Split> split;

  private record Split(Dataset train, Dataset test) {}

  private Gpt2Task(Gpt2Text text, int context, Map<String, String> saved, Optional<Split> split) {
    this.text = text;
    this.context = context;
    this.saved = saved;
    this.split = split;
  }

  /**
   * The windows of a file.
   *
   * @param context the tokens of a window
   * @param saved what is saved with a model
   * @throws IOException if the file can't be read, is empty, not UTF-8 or too short for a window
   */
  static Gpt2Task of(Optional<Path> file, int context, Map<String, String> saved)
      throws IOException {
    Gpt2Text text = new Gpt2Text();
    if (file.isEmpty()) {
      return new Gpt2Task(text, context, saved, Optional.empty());
    }
    TokenSequence tokens = tokens(file.get(), context, text);
    TokenSequence.Split parts = tokens.split(HELD_OUT);
    Split split =
        new Split(parts.train().windows(context, context), parts.held().windows(context, context));
    return new Gpt2Task(text, context, saved, Optional.of(split));
  }

  private static TokenSequence tokens(Path file, int context, Gpt2Text text) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "option --data: there is no file '" + file + "'; give a text file in UTF-8");
    }
    int[] tokens = text.encode(TextFile.read(file));
    long held = Math.round(HELD_OUT * tokens.length);
    if (held <= context) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "'%s' has %d tokens, of which the last tenth, %d, is the test set; a window of %d and"
                  + " the token after it need %d there; give a text of at least %d tokens%s",
              file,
              tokens.length,
              held,
              context,
              context + 1,
              10 * (context + 1),
              held > 2 ? ", or --context " + (held - 1) + " or less" : ""));
    }
    return new TokenSequence(tokens, Gpt2Tokenizer.VOCABULARY);
  }

  private Split split() {
    return split.orElseThrow(
        () ->
            new IllegalArgumentException(
                "recipe gpt2 has no text of its own; say which one it reads with --data FILE"));
  }

  @Override
  public Dataset train() {
    return split().train();
  }

  @Override
  public Dataset test() {
    return split().test();
  }

  @Override
  public List<Metric> metrics() {
    return List.of(new Perplexity());
  }

  @Override
  public Map<String, String> saved() {
    return saved;
  }

  @Override
  public String inputFormat() {
    return "the beginning of a text, of which the last " + context + " tokens are read";
  }

  /** A text shorter than a window gets the token before it that texts are parted by. */
  @Override
  public Tensor parse(String input) {
    if (input.isEmpty()) {
      throw new IllegalArgumentException("the text is empty; give " + inputFormat());
    }
    int[] read = text.encode(input);
    int[] tokens = new int[context];
    int known = Math.min(context, read.length);
    Arrays.fill(tokens, 0, context - known, Gpt2Tokenizer.END_OF_TEXT);
    System.arraycopy(read, read.length - known, tokens, context - known, known);
    return Tensor.of(Shape.of(1, context), tokens);
  }

  /** The most probable tokens after the last position. */
  @Override
  public List<String> describe(Tensor output) {
    double[] logits = output.toDoubles();
    double[] shares =
        ClassScores.probabilities(
            Arrays.copyOfRange(logits, logits.length - Gpt2Tokenizer.VOCABULARY, logits.length));
    return IntStream.range(0, shares.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer token) -> -shares[token]))
        .limit(SHOWN)
        .map(
            token ->
                String.format(
                    Locale.ROOT, "next %s  probability %.4f", shown(token), shares[token]))
        .toList();
  }

  @Override
  public String describeTarget(Tensor target) {
    return "next " + shown(target.ints()[target.size() - 1]);
  }

  private String shown(int token) {
    return "'" + text.decode(token).replace("\n", "\\n") + "'";
  }
}
