package io.deltarule.cli.recipe;

/** How a language model's texts become tokens, and its tokens text. */
public interface TextVocabulary {
  /** The number of tokens. */
  int size();

  /**
   * The tokens that a model reads before it writes on.
   *
   * @param text the beginning; if it is empty, the tokens are what a text begins after
   * @return at least one token
   * @throws IllegalArgumentException if the text has a character that the vocabulary doesn't know
   */
  int[] beginning(String text);

  /** Whether a text is over with this token, which itself is no text. */
  boolean ends(int token);

  /** A new text, to which tokens are added one by one. */
  TextStream stream();

  /** A text as it comes. */
  interface TextStream {
    /** The characters that are complete with this token; there may be none. */
    String next(int token);

    /** What stands for a character of which only a part has come; mostly nothing. */
    String end();
  }
}
