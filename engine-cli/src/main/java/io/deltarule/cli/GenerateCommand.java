package io.deltarule.cli;

import io.deltarule.cli.recipe.Recipe;
import io.deltarule.cli.recipe.Recipes;
import io.deltarule.cli.recipe.TextReader;
import io.deltarule.cli.recipe.TextRecipe;
import io.deltarule.cli.recipe.TextVocabulary;
import io.deltarule.generate.Sampler;
import io.deltarule.generate.Sampling;
import io.deltarule.train.Training;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has a saved model continue a text. The text alone goes to standard output, as it comes. */
@Command(
    name = "generate",
    description = "Has a saved model of a text write on.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TrainedModel trained;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "The beginning, which is printed too. Default: none.")
  private String prompt;

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "500",
      description = "The tokens to write: characters, or for gpt2 pieces of words. Default: 500.")
  private int length;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0.8",
      description =
          "Below 1 the probable becomes more probable, above 1 less; 0 takes the most probable"
              + " token always. Default: 0.8.")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Chooses among the K most probable tokens. Default: all.")
  private Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description =
          "Chooses among the most probable tokens that together have the probability P. Default:"
              + " 1, all.")
  private double topP;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Decides the choices; the same seed gives the same text. Default: 0.")
  private long seed;

  /** Made by picocli. */
  GenerateCommand() {}

  @Override
  public Integer call() throws IOException {
    requireTextRecipe();
    new OptionChecks(spec.commandLine()).requirePositive("--length", length);
    Sampling sampling = sampling();
    ModelFile model = trained.read();
    TextRecipe recipe = requireTextRecipe();
    TextVocabulary vocabulary = recipe.vocabulary(model.metadata());
    int[] beginning = beginning(vocabulary);
    PrintWriter out = spec.commandLine().getOut();
    trained.use(
        model,
        spec.commandLine().getErr(),
        training -> {
          Sampler sampler = new Sampler(sampling, vocabulary.size(), seed);
          write(recipe, training, beginning, sampler, vocabulary, out);
        });
    return ExitCodes.OK;
  }

  private TextRecipe requireTextRecipe() {
    Recipe recipe = trained.recipe();
    if (recipe instanceof TextRecipe texts) {
      return texts;
    }
    throw bad(
        "a model of recipe "
            + recipe.name()
            + " writes no text; those that do are of "
            + Recipes.all().stream()
                .filter(TextRecipe.class::isInstance)
                .map(Recipe::name)
                .collect(Collectors.joining(", ")));
  }

  private Sampling sampling() {
    try {
      return new Sampling(temperature, topK == null ? Sampling.ALL : topK, topP);
    } catch (IllegalArgumentException e) {
      throw bad("options --temperature, --top-k, --top-p: " + e.getMessage());
    }
  }

  private int[] beginning(TextVocabulary vocabulary) {
    try {
      return vocabulary.beginning(prompt);
    } catch (IllegalArgumentException e) {
      throw bad("option --prompt: " + e.getMessage());
    }
  }

  private void write(
      TextRecipe recipe,
      Training training,
      int[] beginning,
      Sampler sampler,
      TextVocabulary vocabulary,
      PrintWriter out) {
    out.print(prompt);
    out.flush();
    try (TextReader reader = recipe.reader(training)) {
      TextVocabulary.TextStream text = vocabulary.stream();
      float[] logits = new float[0];
      for (int token : beginning) {
        logits = reader.next(token);
      }
      for (int written = 1; written <= length; written++) {
        int token = sampler.next(logits, 0);
        if (vocabulary.ends(token)) {
          break;
        }
        out.print(text.next(token));
        out.flush();
        // What follows the last token is not asked for.
        if (written < length) {
          logits = reader.next(token);
        }
      }
      out.print(text.end());
    }
    out.println();
    out.flush();
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
