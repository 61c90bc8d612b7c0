package io.deltarule.cli.recipe;

import io.deltarule.cli.text.Gpt2Tokenizer;
import io.deltarule.data.Dataset;
import io.deltarule.data.TextFile;
import io.deltarule.data.TokenSequence;
import io.deltarule.metric.Metric;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A text file in windows of GPT-2's tokens that follow one another, each position with the token
 * after it as its label. The last tenth of the tokens is the test set. Without a file there are no
 * samples, but texts can be read and told.
 */
final class Gpt2Task implements Task {
  private static final double HELD_OUT = 0.1;

  private final NextToken next;
  private final Map<String, String> saved;
  private final Optional<Split> split;

  private record Split(Dataset train, Dataset test) {}

  private Gpt2Task(Gpt2Text text, int context, Map<String, String> saved, Optional<Split> split) {
    next =
        new NextToken(
            context,
            Gpt2Tokenizer.VOCABULARY,
            () -> Gpt2Tokenizer.END_OF_TEXT,
            "tokens",
            text::encode,
            text::decode);
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
    return next.inputFormat();
  }

  /** A text shorter than a window gets the token before it that texts are parted by. */
  @Override
  public Tensor parse(String input) {
    return next.parse(input);
  }

  @Override
  public List<String> describe(Tensor output) {
    return next.describe(output);
  }

  @Override
  public String describeTarget(Tensor target) {
    return next.describeTarget(target);
  }
}
