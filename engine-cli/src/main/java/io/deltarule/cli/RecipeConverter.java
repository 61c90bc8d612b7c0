package io.deltarule.cli;

import io.deltarule.cli.recipe.Recipe;
import io.deltarule.cli.recipe.Recipes;
import java.util.ArrayList;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a recipe's name. */
final class RecipeConverter implements ITypeConverter<Recipe> {
  /** The names, for completion in shells. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Names() {
      Recipes.all().forEach(recipe -> add(recipe.name()));
    }
  }

  /** Made by picocli. */
  RecipeConverter() {}

  @Override
  public Recipe convert(String name) {
    return Recipes.named(name)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no recipe '" + name + "'; there are " + Recipes.names()));
  }
}
