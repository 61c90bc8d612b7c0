package io.deltarule.cli;

import io.deltarule.backend.Engine;
import io.deltarule.cli.recipe.Recipe;
import io.deltarule.compile.Compiler;
import io.deltarule.graph.Graphviz;
import io.deltarule.plan.PlanPrinter;
import io.deltarule.train.Training;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the compiled training step of a recipe. */
@Command(
    name = "plan",
    description = "Prints the compiled training step: operations, costs, memory.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private EngineOptions engineOptions;

  @Parameters(
      paramLabel = "RECIPE",
      converter = RecipeConverter.class,
      completionCandidates = RecipeConverter.Names.class,
      description = "The recipe; 'recipes' lists them.")
  private Recipe recipe;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Samples of a step. Default: the recipe's.")
  private Integer batch;

  @Option(names = "--dot", description = "Print the compiled graph for Graphviz instead.")
  private boolean dot;

  /** Made by picocli. */
  PlanCommand() {}

  @Override
  public Integer call() {
    engineOptions.check();
    Recipe.Settings settings = recipe.defaults();
    int size = batch == null ? settings.batch() : batch;
    if (size < 1) {
      throw new ParameterException(
          spec.commandLine(), "option --batch must be 1 or more, got " + size);
    }
    PrintWriter out = spec.commandLine().getOut();
    // With --dot the output is a file for another program: what is said goes elsewhere.
    try (Engine engine = engineOptions.open(dot ? spec.commandLine().getErr() : out);
        Training training =
            recipe
                .problem(engine)
                .optimizer(OptimizerChoice.named(settings.optimizer()).make())
                .build()) {
      if (dot) {
        out.print(Graphviz.of(Compiler.optimize(training.stepComputation(size))));
      } else {
        out.println("training step of " + recipe.name() + ", batch " + size);
        out.print(PlanPrinter.print(training.step(size).plan()));
      }
    }
    out.flush();
    return ExitCodes.OK;
  }
}
