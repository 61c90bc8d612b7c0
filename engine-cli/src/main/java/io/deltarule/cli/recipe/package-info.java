/**
 * What the command line can train out of the box. A {@link io.deltarule.cli.recipe.Recipe} names a
 * model, a loss and good settings; a {@link io.deltarule.cli.recipe.Task} is its data, loaded. A
 * {@link io.deltarule.cli.recipe.TextRecipe} can also write, in tokens of its {@link
 * io.deltarule.cli.recipe.TextVocabulary}. {@link io.deltarule.cli.recipe.Recipes} lists them. The
 * data lie beside the classes, with their NOTICE.
 */
package io.deltarule.cli.recipe;
