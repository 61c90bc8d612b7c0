package io.deltarule.cli.recipe;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The recipes there are. */
public final class Recipes {
  private Recipes() {}

  /** All recipes, in the order in which they are listed. */
  public static List<Recipe> all() {
    return List.of(
        new MnistMlp(),
        new Spiral(),
        new Wages(),
        new MnistCnn(),
        new MnistResnet(),
        new MnistAutoencoder(),
        new Spam(),
        new CharLstm(),
        new CharGpt(),
        new Gpt2());
  }

  /** The recipe of a name. */
  public static Optional<Recipe> named(String name) {
    return all().stream().filter(recipe -> recipe.name().equals(name)).findFirst();
  }

  /** All names, separated by commas. */
  public static String names() {
    return all().stream().map(Recipe::name).collect(Collectors.joining(", "));
  }
}
