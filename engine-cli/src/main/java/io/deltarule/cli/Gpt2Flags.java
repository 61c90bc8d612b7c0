package io.deltarule.cli;

import io.deltarule.cli.recipe.Gpt2;
import io.deltarule.cli.recipe.Gpt2Options;
import io.deltarule.cli.recipe.Recipe;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be said of recipe gpt2 alone. */
final class Gpt2Flags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private DataOption data;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description =
          "Recipe gpt2: 124M, 355M, 774M or 1.5B, or layers x heads x width, such as 6x6x384."
              + " Default: 124M.")
  private String size;

  @Option(
      names = "--context",
      paramLabel = "N",
      description = "Recipe gpt2: the tokens read at a time, up to 1024. Default: 256.")
  private Integer context;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "Recipe gpt2: the probability of dropout. Default: 0.1.")
  private Double dropout;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "Recipe gpt2: the most that the gradient's norm may be. Default: 1.")
  private Double clip;

  @Option(
      names = "--recompute",
      description =
          "Recipe gpt2: compute each block's activations again in the backward pass, for less"
              + " memory.")
  private boolean recompute;

  @Option(
      names = "--init",
      paramLabel = "FILE",
      description = "Recipe gpt2: first weights, Hugging Face's. Default: random ones.")
  private Path init;

  /** Made by picocli. */
  Gpt2Flags() {}

  /**
   * The recipe with these options.
   *
   * @throws ParameterException if one can't be, or the recipe takes none
   */
  Recipe applyTo(Recipe recipe) {
    Recipe reading = data.applyTo(recipe);
    if (reading instanceof Gpt2 gpt2) {
      try {
        return gpt2.with(over(gpt2.options()));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(command.commandLine(), e.getMessage(), e);
      }
    }
    if (areGiven()) {
      throw new ParameterException(
          command.commandLine(),
          "options --size, --context, --dropout, --clip, --recompute and --init are of recipe gpt2"
              + " alone; leave them out for "
              + recipe.name());
    }
    return recipe;
  }

  private boolean areGiven() {
    return size != null
        || context != null
        || dropout != null
        || clip != null
        || recompute
        || init != null;
  }

  private Gpt2Options over(Gpt2Options standard) {
    return new Gpt2Options(
        standard.data(),
        Optional.ofNullable(init),
        size == null ? standard.size() : size,
        context == null ? standard.context() : context,
        dropout == null ? standard.dropout() : dropout,
        clip == null ? standard.clip() : clip,
        recompute);
  }
}
