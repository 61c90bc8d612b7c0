package io.deltarule.cli.recipe;

/**
 * The mean of {@code -log2 p(c)} over the characters c that came: the bits that a code made of the
 * model's predictions needs for each. Two to the power of it is the perplexity.
 */
final class BitsPerCharacter extends Surprise {
  BitsPerCharacter() {
    super("characters");
  }

  @Override
  public String name() {
    return "bits per character";
  }

  @Override
  double of(double mean) {
    return mean / Math.log(2);
  }
}
