package io.deltarule.cli;

import io.deltarule.cli.recipe.Recipe;
import io.deltarule.persist.MalformedFileException;
import io.deltarule.persist.SafetensorsFile;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A saved model: its parameters and buffers, and the seed of the data that it was trained on.
 *
 * @param weights the parameters and buffers by name
 * @param seed the seed; 0 if the file doesn't say, because another program wrote it
 */
record ModelFile(Map<String, Tensor> weights, long seed) {
  private static final String RECIPE = "recipe";
  private static final String SEED = "seed";

  /** What a saved model says of itself. */
  static Map<String, String> metadata(Recipe recipe, long seed) {
    return Map.of(RECIPE, recipe.name(), SEED, Long.toString(seed), "deltarule", Version.current());
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it can't be read, is malformed, or belongs to another recipe
   */
  static ModelFile read(Path file, Recipe recipe) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("'" + file + "' is a folder; give a model file inside it");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "there is no file '"
              + file
              + "'; 'deltarule train "
              + recipe.name()
              + " --out "
              + file
              + "' makes one");
    }
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      String trained = tensors.metadata().getOrDefault(RECIPE, recipe.name());
      if (!trained.equals(recipe.name())) {
        throw new MalformedFileException(
            file, "holds a model of recipe " + trained + ", not of " + recipe.name());
      }
      return new ModelFile(tensors.readAll(), seed(file, tensors));
    }
  }

  private static long seed(Path file, SafetensorsFile tensors) throws IOException {
    String text = tensors.metadata().getOrDefault(SEED, "0");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new MalformedFileException(file, "has the seed '" + text + "', no whole number", e);
    }
  }
}
