package io.deltarule.cli.recipe;

import io.deltarule.cli.text.Gpt2Tokenizer;
import io.deltarule.layer.GptConfig;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A size of GPT-2: one of the four that were published, or one's own. All have GPT-2's tokens and
 * 1,024 positions.
 *
 * @param name such as {@code 124M}, or layers, heads and width, such as {@code 6x6x384}
 * @param config the sizes, without dropout
 */
record Gpt2Size(String name, GptConfig config) {
  private static final Pattern OWN = Pattern.compile("(\\d{1,5})x(\\d{1,5})x(\\d{1,5})");

  /** How sizes are given, for messages. */
  static final String FORMAT =
      published().stream().map(Gpt2Size::name).collect(Collectors.joining(", "))
          + ", or layers x heads x width such as 6x6x384";

  /** The published sizes, the smallest first. */
  static List<Gpt2Size> published() {
    return List.of(
        new Gpt2Size("124M", GptConfig.gpt2()),
        new Gpt2Size("355M", GptConfig.gpt2Medium()),
        new Gpt2Size("774M", GptConfig.gpt2Large()),
        new Gpt2Size("1.5B", GptConfig.gpt2Xl()));
  }

  /** The smallest published size. */
  static Gpt2Size smallest() {
    return published().get(0);
  }

  /** The published size of a number of blocks and a width. */
  static Optional<Gpt2Size> published(int layers, int width) {
    return published().stream()
        .filter(size -> size.config.layers() == layers && size.config.width() == width)
        .findFirst();
  }

  /**
   * The size of a name.
   *
   * @throws IllegalArgumentException if there is none, naming those that there are
   */
  static Gpt2Size named(String name) {
    return published().stream()
        .filter(size -> size.name.equalsIgnoreCase(name))
        .findFirst()
        .orElseGet(() -> own(name));
  }

  private static Gpt2Size own(String name) {
    Matcher sizes = OWN.matcher(name);
    if (!sizes.matches()) {
      throw new IllegalArgumentException("there is no size '" + name + "'; there are " + FORMAT);
    }
    return new Gpt2Size(
        name,
        GptConfig.of(
            Gpt2Tokenizer.VOCABULARY,
            GptConfig.gpt2().context(),
            Integer.parseInt(sizes.group(1)),
            Integer.parseInt(sizes.group(2)),
            Integer.parseInt(sizes.group(3))));
  }
}
