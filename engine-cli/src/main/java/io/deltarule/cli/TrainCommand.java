package io.deltarule.cli;

import io.deltarule.backend.Engine;
import io.deltarule.cli.recipe.Recipe;
import io.deltarule.cli.recipe.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a recipe and saves the model. Everything that can be checked is checked before. */
@Command(
    name = "train",
    description = "Trains a recipe and saves its weights.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class TrainCommand implements Callable<Integer> {
  private static final double HIGHEST_RATE = 10;

  @Spec private CommandSpec spec;
  @Mixin private EngineOptions engineOptions;
  @Mixin private Gpt2Flags gpt2Flags;

  @Parameters(
      paramLabel = "RECIPE",
      converter = RecipeConverter.class,
      completionCandidates = RecipeConverter.Names.class,
      description = "What to train; 'recipes' lists them.")
  private Recipe recipe;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Decides all that is random; the same seed gives the same bits. Default: 0.")
  private long seed;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How often the data are gone through. Default: the recipe's.")
  private Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Samples of a step. Default: the recipe's.")
  private Integer batch;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description = "The highest learning rate. Default: the recipe's.")
  private Double learningRate;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      converter = OptimizerChoice.Converter.class,
      description =
          "sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw, nadam or lion. Default: the"
              + " recipe's.")
  private OptimizerChoice optimizer;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "model.safetensors",
      description = "Where the weights are saved. Default: model.safetensors.")
  private Path out;

  /** Made by picocli. */
  TrainCommand() {}

  @Override
  public Integer call() throws IOException {
    engineOptions.check();
    recipe = gpt2Flags.applyTo(recipe);
    TrainingRun.Request request = request();
    Task task = recipe.load(seed);
    OptionChecks checks = new OptionChecks(spec.commandLine());
    checks.requireBatchWithin(request.batch(), task.train().size(), recipe);
    checks.requireWritable("--out", out);
    for (Path extra : task.extras(out)) {
      requireApart(extra);
      checks.requireWritable("--out", extra);
    }
    PrintWriter writer = spec.commandLine().getOut();
    // Before the engine opens: a Ctrl-C from here on waits until the work is saved.
    try (Interruption interruption = Interruption.watch(spec.commandLine().getErr());
        Engine engine = engineOptions.open(writer)) {
      return new TrainingRun(engine, recipe, task, request, interruption)
          .run(writer, spec.commandLine().getErr());
    }
  }

  private TrainingRun.Request request() {
    Recipe.Settings defaults = recipe.defaults();
    double rate = learningRate == null ? defaults.learningRate() : learningRate;
    if (!(rate > 0 && rate <= HIGHEST_RATE)) {
      throw bad(
          "option --lr must be above 0 and at most "
              + HIGHEST_RATE
              + ", got "
              + rate
              + "; "
              + recipe.name()
              + " takes "
              + defaults.learningRate()
              + " by default");
    }
    return new TrainingRun.Request(
        positive("--epochs", epochs, defaults.epochs()),
        positive("--batch", batch, defaults.batch()),
        rate,
        optimizer == null ? OptimizerChoice.named(defaults.optimizer()) : optimizer,
        seed,
        out);
  }

  private int positive(String option, Integer value, int standard) {
    if (value == null) {
      return standard;
    }
    if (value < 1) {
      throw bad("option " + option + " must be 1 or more, got " + value);
    }
    return value;
  }

  /** Some file systems take names that differ in case for the same. */
  private void requireApart(Path extra) {
    if (extra.toString().equalsIgnoreCase(out.toString())) {
      throw bad(
          "option --out: "
              + recipe.name()
              + " writes a picture to '"
              + extra
              + "', which would replace the weights; give them another ending, such as .safetensors");
    }
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
