package io.deltarule.cli;

import io.deltarule.backend.Engine;
import io.deltarule.cli.recipe.Recipe;
import io.deltarule.cli.recipe.Task;
import io.deltarule.data.Batch;
import io.deltarule.data.Batches;
import io.deltarule.parity.diagnose.GradientCheck;
import io.deltarule.parity.diagnose.GradientReport;
import io.deltarule.train.Training;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds a recipe's gradients to finite differences. */
@Command(
    name = "gradcheck",
    description = {
      "Holds the gradients of a recipe's model to finite differences, layer by layer, in float64.",
      "Exit code 0: every parameter passes; 1: one fails, or too little of it could be judged."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class GradcheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Gpt2Flags gpt2Flags;

  @Parameters(
      paramLabel = "RECIPE",
      converter = RecipeConverter.class,
      completionCandidates = RecipeConverter.Names.class,
      description = "The model; 'recipes' lists them.")
  private Recipe recipe;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "8",
      description = "Samples of the batch; time grows with it. Default: 8.")
  private int batch;

  @Option(
      names = "--elements",
      paramLabel = "N",
      defaultValue = "16",
      description = "Elements looked at in each parameter. Default: 16.")
  private int elements;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Decides weights, samples, dropout and elements. Default: 0.")
  private long seed;

  @Option(
      names = "--evaluation",
      description = "Check the model as in evaluation, without dropout.")
  private boolean evaluation;

  /** Made by picocli. */
  GradcheckCommand() {}

  @Override
  public Integer call() throws IOException {
    recipe = gpt2Flags.applyTo(recipe);
    OptionChecks checks = new OptionChecks(spec.commandLine());
    checks.requirePositive("--batch", batch);
    checks.requirePositive("--elements", elements);
    Task task = recipe.load(seed);
    checks.requireBatchWithin(batch, task.train().size(), recipe);
    PrintWriter out = spec.commandLine().getOut();
    try (Engine engine = Engine.open("reference");
        Training training =
            recipe
                .problem(engine)
                .optimizer(
                    recipe.optimizer(OptimizerChoice.named(recipe.defaults().optimizer()).make()))
                .seed(seed)
                .build()) {
      out.printf(
          Locale.ROOT,
          "%s: %,d parameters, batch %d, %s, seed %d, %s%n%n",
          recipe.name(),
          training.layout().parameterCount(),
          batch,
          evaluation ? "in evaluation" : "in training",
          seed,
          engine.backend().description());
      out.flush();
      GradientReport report = check(training, first(task));
      out.print(report.print());
      out.flush();
      return report.passes() ? ExitCodes.OK : ExitCodes.FAILED;
    }
  }

  /** The batch that training begins with. */
  private Batch first(Task task) {
    Batches batches = Batches.shuffled(task.train(), batch, seed);
    Batch first = batches.newBatch();
    batches.newReader().read(0, 0, first);
    return first;
  }

  private GradientReport check(Training training, Batch first) {
    GradientCheck check = GradientCheck.of(training).elements(elements).seed(seed);
    if (evaluation) {
      check.inEvaluation();
    }
    return check.run(first.features(), first.targets());
  }
}
