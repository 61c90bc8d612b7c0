package io.deltarule.cli.recipe;

import io.deltarule.cli.text.Gpt2Tokenizer;

/** A text in GPT-2's tokens, which parts it from other texts by a token of its own. */
final class Gpt2Text implements TextVocabulary {
  private final Gpt2Tokenizer tokenizer = new Gpt2Tokenizer();

  @Override
  public int size() {
    return Gpt2Tokenizer.VOCABULARY;
  }

  /** The tokens of a text; none if it is empty. */
  int[] encode(String text) {
    return tokenizer.encode(text);
  }

  /** A token as text, by itself. */
  String decode(int token) {
    return tokenizer.decode(token);
  }

  @Override
  public int[] beginning(String text) {
    return text.isEmpty() ? new int[] {Gpt2Tokenizer.END_OF_TEXT} : encode(text);
  }

  @Override
  public boolean ends(int token) {
    return token == Gpt2Tokenizer.END_OF_TEXT;
  }

  @Override
  public TextStream stream() {
    Gpt2Tokenizer.Stream stream = tokenizer.stream();
    return new TextStream() {
      @Override
      public String next(int token) {
        return stream.next(token);
      }

      @Override
      public String end() {
        return stream.end();
      }
    };
  }
}
