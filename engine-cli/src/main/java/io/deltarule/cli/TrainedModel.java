package io.deltarule.cli;

import io.deltarule.backend.Engine;
import io.deltarule.cli.recipe.Recipe;
import io.deltarule.optim.Optimizers;
import io.deltarule.train.Training;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A recipe with weights from a file: what {@code evaluate}, {@code predict} and {@code generate}
 * work on.
 */
final class TrainedModel {
  @Mixin private EngineOptions engineOptions;
  @Mixin private DataOption options;

  @Parameters(
      index = "0",
      paramLabel = "RECIPE",
      converter = RecipeConverter.class,
      completionCandidates = RecipeConverter.Names.class,
      description = "The recipe that the model was trained by.")
  private Recipe recipe;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      defaultValue = "model.safetensors",
      description = "The saved weights. Default: model.safetensors.")
  private Path file;

  /** Made by picocli. */
  TrainedModel() {}

  /** Something done with a model; the training holds its weights. */
  @FunctionalInterface
  interface Work {
    void accept(Training training) throws IOException;
  }

  Recipe recipe() {
    return recipe;
  }

  /** Reads the file, before any engine is opened; the recipe is then as the model was trained. */
  ModelFile read() throws IOException {
    engineOptions.check();
    recipe = options.applyTo(recipe);
    ModelFile model = ModelFile.read(file, recipe);
    recipe = recipe.restored(model.metadata(), model.weights());
    return model;
  }

  /** Opens an engine, puts the weights on it and works with them. */
  void use(ModelFile model, PrintWriter out, Work work) throws IOException {
    try (Engine engine = engineOptions.open(out);
        Training training = recipe.problem(engine).optimizer(Optimizers.sgd()).build()) {
      training.setWeights(recipe.weights(model.weights()));
      work.accept(training);
    } catch (IllegalArgumentException e) {
      throw new IOException("'" + file + "': " + e.getMessage(), e);
    }
  }
}
