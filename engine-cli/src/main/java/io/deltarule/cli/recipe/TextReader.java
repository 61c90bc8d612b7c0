package io.deltarule.cli.recipe;

/** A model that reads a text of any length, and says after each token what may follow. */
public interface TextReader extends AutoCloseable {
  /**
   * Reads the next token.
   *
   * @param token its number
   * @return a logit for each token that may follow
   * @throws IndexOutOfBoundsException if the token is none of the vocabulary
   */
  float[] next(int token);

  @Override
  void close();
}
