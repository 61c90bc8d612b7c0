package io.deltarule.cli.recipe;

import io.deltarule.train.Training;
import java.io.IOException;
import java.util.Map;

/** A recipe whose model continues texts, token by token. */
public interface TextRecipe extends Recipe {
  /**
   * The tokens that a saved model knows.
   *
   * @param saved what {@link Task#saved} gave when it was trained, among other entries
   * @throws IOException if that is missing or damaged
   */
  TextVocabulary vocabulary(Map<String, String> saved) throws IOException;

  /**
   * A model that has read nothing yet.
   *
   * @param training of this recipe's {@link #problem}; it stays open as long as the reader
   */
  TextReader reader(Training training);
}
