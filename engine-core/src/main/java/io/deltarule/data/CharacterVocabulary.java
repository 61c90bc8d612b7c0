package io.deltarule.data;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The characters that a model of text knows, each with its token: its number from 0. A character is
 * a Unicode code point, so that one outside the basic plane is one token, too.
 */
public final class CharacterVocabulary {
  private final int[] characters;
  private final Map<Integer, Integer> tokens = new HashMap<>();
  private final OptionalInt unknown;

  private CharacterVocabulary(int[] characters, OptionalInt unknown) {
    this.characters = characters;
    this.unknown = unknown;
    for (int token = 0; token < characters.length; token++) {
      if (tokens.put(characters[token], token) != null) {
        throw new IllegalArgumentException(
            "CharacterVocabulary: " + name(characters[token]) + " comes twice; leave one out");
      }
    }
    if (characters.length == 0) {
      throw new IllegalArgumentException("CharacterVocabulary: has no characters; give some text");
    }
  }

  /**
   * The different characters of a text, in the order of their code points.
   *
   * @throws IllegalArgumentException if the text is empty
   */
  public static CharacterVocabulary of(String text) {
    return new CharacterVocabulary(
        text.codePoints().distinct().sorted().toArray(), OptionalInt.empty());
  }

  /**
   * Known characters, in the order of their tokens, as {@link #characters} gives them.
   *
   * @throws IllegalArgumentException if there are none or one comes twice
   */
  public static CharacterVocabulary ofCharacters(String characters) {
    return new CharacterVocabulary(characters.codePoints().toArray(), OptionalInt.empty());
  }

  /**
   * The same vocabulary, which takes a character that it doesn't know for one that it does.
   *
   * @param codePoint a character of the vocabulary
   * @throws IllegalArgumentException if it isn't of the vocabulary
   */
  public CharacterVocabulary replacingUnknownBy(int codePoint) {
    Integer token = tokens.get(codePoint);
    if (token == null) {
      throw new IllegalArgumentException(
          "CharacterVocabulary: "
              + name(codePoint)
              + " can't stand for unknown characters: it is not of the vocabulary itself; choose"
              + " one of "
              + this);
    }
    return new CharacterVocabulary(characters, OptionalInt.of(token));
  }

  /** The number of characters. */
  public int size() {
    return characters.length;
  }

  /** All characters in the order of their tokens, to be kept with a model. */
  public String characters() {
    return new String(characters, 0, characters.length);
  }

  /**
   * A text's tokens, one a code point.
   *
   * @throws IllegalArgumentException if a character is unknown and nothing replaces it; the message
   *     names it, its place and its line
   */
  public int[] encode(String text) {
    int[] encoded = text.codePoints().toArray();
    int line = 1;
    for (int i = 0; i < encoded.length; i++) {
      int character = encoded[i];
      Integer token = tokens.get(character);
      if (token == null && unknown.isEmpty()) {
        throw new IllegalArgumentException(
            "CharacterVocabulary: "
                + name(character)
                + " at position "
                + i
                + " (from 0), in line "
                + line
                + " (from 1), is not among the "
                + size()
                + " characters that are known: "
                + this
                + "; remove it, or choose a character for unknown ones");
      }
      encoded[i] = token == null ? unknown.getAsInt() : token;
      line += character == '\n' ? 1 : 0;
    }
    return encoded;
  }

  /**
   * The text of tokens.
   *
   * @throws IllegalArgumentException if a token is out of range
   */
  public String decode(int... encoded) {
    StringBuilder text = new StringBuilder(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] < 0 || encoded[i] >= size()) {
        throw new IllegalArgumentException(
            "CharacterVocabulary: token "
                + encoded[i]
                + " at position "
                + i
                + " (from 0) is out of range: the tokens of "
                + size()
                + " characters are 0 to "
                + (size() - 1));
      }
      text.appendCodePoint(characters[encoded[i]]);
    }
    return text.toString();
  }

  private static String name(int codePoint) {
    String shown =
        Character.isISOControl(codePoint) ? "" : "'" + Character.toString(codePoint) + "' ";
    return String.format("character %s(U+%04X)", shown, codePoint);
  }

  /** The characters, those that can't be seen as Java writes them. */
  @Override
  public String toString() {
    return characters().replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
  }
}
