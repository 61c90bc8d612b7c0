package io.deltarule.cli;

import io.deltarule.backend.Engine;
import io.deltarule.cli.recipe.Recipe;
import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graphviz;
import io.deltarule.plan.DeviceModel;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.PlanPrinter;
import io.deltarule.plan.Planner;
import io.deltarule.plan.Roofline;
import io.deltarule.plan.RooflinePrinter;
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
  @Mixin private Gpt2Flags gpt2Flags;

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

  @Option(
      names = "--device-model",
      paramLabel = "MODEL",
      converter = DeviceModelConverter.class,
      completionCandidates = DeviceModelConverter.Names.class,
      description =
          "Print the least time on a device of published rates instead; no device is needed."
              + " One of ${COMPLETION-CANDIDATES}.")
  private DeviceModel deviceModel;

  /** Made by picocli. */
  PlanCommand() {}

  @Override
  public Integer call() {
    engineOptions.check();
    recipe = gpt2Flags.applyTo(recipe);
    Recipe.Settings settings = recipe.defaults();
    int size = batch == null ? settings.batch() : batch;
    if (size < 1) {
      throw new ParameterException(
          spec.commandLine(), "option --batch must be 1 or more, got " + size);
    }
    checkRoofline();
    PrintWriter out = spec.commandLine().getOut();
    // With --dot the output is a file for another program: what is said goes elsewhere.
    try (Engine engine = engineOptions.open(dot ? spec.commandLine().getErr() : out);
        Training training =
            recipe
                .problem(engine)
                .optimizer(recipe.optimizer(OptimizerChoice.named(settings.optimizer()).make()))
                .build()) {
      print(training, size, engine.backend().planOptions(), out);
    }
    out.flush();
    return ExitCodes.OK;
  }

  private void print(Training training, int size, PlanOptions options, PrintWriter out) {
    if (dot) {
      out.print(Graphviz.of(Compiler.optimize(training.stepComputation(size))));
      return;
    }
    out.println("training step of " + recipe.name() + ", batch " + size);
    if (deviceModel == null) {
      out.print(PlanPrinter.print(training.step(size).plan()));
      return;
    }
    Computation step = training.stepComputation(size);
    out.print(
        RooflinePrinter.print(roofline(Compiler.optimize(step), options), roofline(step, options)));
  }

  private Roofline roofline(Computation step, PlanOptions options) {
    return Roofline.of(Planner.plan(step, options), deviceModel, engineOptions.precision());
  }

  private void checkRoofline() {
    if (deviceModel == null) {
      return;
    }
    if (dot) {
      throw new ParameterException(
          spec.commandLine(),
          "options --dot and --device-model print different things; leave one of them out");
    }
    if (deviceModel.rate(engineOptions.precision()).isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "option --precision: no "
              + engineOptions.precision().label()
              + " rate is published for "
              + deviceModel.id()
              + "; there are rates for "
              + deviceModel.precisions());
    }
  }
}
