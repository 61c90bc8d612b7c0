package io.deltarule.cli.recipe;

import io.deltarule.data.CharacterVocabulary;

/**
 * A text whose tokens are characters. It begins after a line end, and never ends by itself.
 *
 * @param characters the characters by their tokens
 */
record CharacterText(CharacterVocabulary characters) implements TextVocabulary {
  private static final String BEFORE = "\n";

  @Override
  public int size() {
    return characters.size();
  }

  @Override
  public int[] beginning(String text) {
    return characters.encode(text.isEmpty() ? BEFORE : text);
  }

  @Override
  public boolean ends(int token) {
    return false;
  }

  @Override
  public TextStream stream() {
    return new TextStream() {
      @Override
      public String next(int token) {
        return characters.decode(token);
      }

      @Override
      public String end() {
        return "";
      }
    };
  }
}
