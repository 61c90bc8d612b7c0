package io.deltarule.cli.recipe;

/** A model that reads a text of any length, and says after each character what may follow. */
public interface TextReader extends AutoCloseable {
  /**
   * Reads the next character.
   *
   * @param token the character's number
   * @return a logit for each character that may follow
   * @throws IndexOutOfBoundsException if the token is none of the vocabulary
   */
  float[] next(int token);

  @Override
  void close();
}
