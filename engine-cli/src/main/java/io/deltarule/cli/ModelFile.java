package io.deltarule.cli;

import io.deltarule.cli.recipe.Recipe;
import io.deltarule.cli.recipe.Task;
import io.deltarule.persist.MalformedFileException;
import io.deltarule.persist.SafetensorsFile;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A saved model: its parameters and buffers, and what the data need that it was trained on.
 *
 * @param weights the parameters and buffers by name
 * @param seed the seed; 0 if the file doesn't say, because another program wrote it
 * @param metadata all that the file says beside
 */
record ModelFile(Map<String, Tensor> weights, long seed, Map<String, String> metadata) {
  private static final String RECIPE = "recipe";
  private static final String SEED = "seed";

  /** What a saved model says of itself. */
  static Map<String, String> metadata(Recipe recipe, Task task, long seed) {
    Map<String, String> metadata = new HashMap<>(task.saved());
    metadata.put(RECIPE, recipe.name());
    metadata.put(SEED, Long.toString(seed));
    metadata.put("deltarule", Version.current());
    return metadata;
  }

  /** The data, as the model was trained on them. */
  Task task(Recipe recipe) throws IOException {
    return recipe.load(seed, metadata);
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
      return new ModelFile(tensors.readAll(), seed(file, tensors), tensors.metadata());
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
