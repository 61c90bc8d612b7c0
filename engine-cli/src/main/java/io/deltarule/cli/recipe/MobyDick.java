package io.deltarule.cli.recipe;

import io.deltarule.data.CharacterVocabulary;
import io.deltarule.data.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The text of "Moby-Dick; or, The Whale" by Herman Melville (1851): 1.19 million characters. */
final class MobyDick {
  /** Its different characters, for which models have their sizes before the text is read. */
  static final int CHARACTERS = 83;

  private static final String FILE = "moby-dick/moby-dick.txt.gz";

  private MobyDick() {}

  static String text() throws IOException {
    try (InputStream in = new GZIPInputStream(Resources.open(FILE))) {
      return TextFile.read(in, FILE);
    }
  }

  /**
   * The book in windows.
   *
   * @param saved what was saved with a model; empty for a new one
   * @throws IOException if the model's characters are not the book's
   */
  static CharacterTask task(int context, Map<String, String> saved) throws IOException {
    if (saved.containsKey(CharacterTask.CHARACTERS)) {
      vocabulary(saved);
    }
    return CharacterTask.of(text(), context, saved);
  }

  /**
   * The characters of a saved model.
   *
   * @throws IOException if the model has none, or another number of them than the book
   */
  static CharacterVocabulary vocabulary(Map<String, String> saved) throws IOException {
    String characters = saved.get(CharacterTask.CHARACTERS);
    if (characters == null) {
      throw new IOException(
          "the model's file doesn't say which characters its tokens stand for; write them into its"
              + " metadata as '"
              + CharacterTask.CHARACTERS
              + "', or train the model again");
    }
    try {
      CharacterVocabulary vocabulary = CharacterVocabulary.ofCharacters(characters);
      if (vocabulary.size() == CHARACTERS) {
        return vocabulary;
      }
      throw new IOException(
          "the model has "
              + vocabulary.size()
              + " characters, the book "
              + CHARACTERS
              + "; train it again");
    } catch (IllegalArgumentException e) {
      throw new IOException("the model's characters are damaged: " + e.getMessage(), e);
    }
  }
}
