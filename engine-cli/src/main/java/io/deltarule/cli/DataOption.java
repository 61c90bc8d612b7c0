package io.deltarule.cli;

import io.deltarule.cli.recipe.Gpt2;
import io.deltarule.cli.recipe.Recipe;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The text of a recipe that has none of its own. */
final class DataOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Recipe gpt2: the text, UTF-8, whose last tenth is the test set.")
  private Path data;

  /** Made by picocli. */
  DataOption() {}

  /**
   * The recipe with this text.
   *
   * @throws ParameterException if a text is given, and the recipe reads none
   */
  Recipe applyTo(Recipe recipe) {
    if (data == null) {
      return recipe;
    }
    if (recipe instanceof Gpt2 gpt2) {
      return gpt2.with(gpt2.options().withData(data));
    }
    throw new ParameterException(
        command.commandLine(),
        "option --data: recipe "
            + recipe.name()
            + " has data of its own; leave it out, or choose gpt2, which reads a text");
  }
}
