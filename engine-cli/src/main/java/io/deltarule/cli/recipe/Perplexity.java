package io.deltarule.cli.recipe;

/**
 * The exponential of the mean of {@code -ln p(t)} over the tokens t that came: among how many
 * equally probable tokens the model is as unsure.
 */
final class Perplexity extends Surprise {
  Perplexity() {
    super("tokens");
  }

  @Override
  public String name() {
    return "perplexity";
  }

  @Override
  double of(double mean) {
    return Math.exp(mean);
  }
}
