package io.deltarule.cli;

import io.deltarule.cli.recipe.Recipe;
import io.deltarule.cli.recipe.Recipes;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists what can be trained. */
@Command(
    name = "recipes",
    description = "Lists what can be trained.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class RecipesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Made by picocli. */
  RecipesCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    int width = Recipes.all().stream().mapToInt(r -> r.name().length()).max().orElseThrow();
    String column = "%-" + width + "s  ";
    for (Recipe recipe : Recipes.all()) {
      Recipe.Settings settings = recipe.defaults();
      out.printf(Locale.ROOT, column + "%s%n", recipe.name(), recipe.summary());
      out.printf(
          Locale.ROOT,
          column + "%d %s, batch %d, %s, learning rate %s%n",
          "",
          settings.epochs(),
          settings.epochs() == 1 ? "epoch" : "epochs",
          settings.batch(),
          settings.optimizer(),
          settings.learningRate());
    }
    out.flush();
    return ExitCodes.OK;
  }
}
