package io.deltarule.cli;

import io.deltarule.backend.BackendOptions;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the same training steps on two backends, operation by operation. */
@Command(
    name = "diff",
    description = {
      "Runs the same training steps on two backends, operation by operation, and stops at the first"
          + " operation whose results differ by more than rounding explains.",
      "Exit code 0: all agree; 1: one does not, and its inputs and both outputs are in the file."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class DiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Gpt2Flags gpt2Flags;

  @Parameters(
      paramLabel = "RECIPE",
      converter = RecipeConverter.class,
      completionCandidates = RecipeConverter.Names.class,
      description = "What to train; 'recipes' lists them.")
  private Recipe recipe;

  @Option(
      names = "--left",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "One backend: a name that 'info' lists. Default: cpu.")
  private String left;

  @Option(
      names = "--right",
      paramLabel = "NAME",
      defaultValue = "reference",
      description = "The other; may be the same. Default: reference.")
  private String right;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "2",
      description = "Training steps. Default: 2.")
  private int steps;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Samples of a step. Default: the recipe's.")
  private Integer batch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Decides first weights, order of samples and dropout. Default: 0.")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads of the CPU backend. Default: one a processor.")
  private Integer threads;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "Lines of the table. Default: 10.")
  private int top;

  @Option(
      names = "--plain",
      description = "Compare the graph as it was built, before the compiler fuses operations.")
  private boolean plain;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "difference.safetensors",
      description = "Where an operation that differs is written. Default: difference.safetensors.")
  private Path out;

  /** Made by picocli. */
  DiffCommand() {}

  @Override
  public Integer call() throws IOException {
    recipe = gpt2Flags.applyTo(recipe);
    OptionChecks checks = new OptionChecks(spec.commandLine());
    checks.requireBackend("--left", left);
    checks.requireBackend("--right", right);
    checks.requirePositive("--steps", steps);
    checks.requirePositive("--top", top);
    checks.requireThreads(threads);
    int size = batch == null ? recipe.defaults().batch() : batch;
    checks.requirePositive("--batch", size);
    Task task = recipe.load(seed);
    checks.requireBatchWithin(size, task.train().size(), recipe);
    checks.requireWritable("--out", out);
    PrintWriter writer = spec.commandLine().getOut();
    BackendOptions options = BackendOptions.standard();
    if (threads != null) {
      options = options.withThreads(threads);
    }
    try (Engine leftEngine = Engine.open(left, options);
        Engine rightEngine = Engine.open(right, options)) {
      DiffRun.Request request = new DiffRun.Request(steps, size, seed, top, !plain, out);
      return new DiffRun(leftEngine, rightEngine, recipe, task, request).run(writer);
    }
  }
}
