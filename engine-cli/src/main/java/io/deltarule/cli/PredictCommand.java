package io.deltarule.cli;

import io.deltarule.cli.recipe.Task;
import io.deltarule.data.Dataset;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a saved model about one sample. */
@Command(
    name = "predict",
    description = "Asks a saved model about one sample.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TrainedModel trained;

  @Option(
      names = "--index",
      paramLabel = "N",
      description = "The sample of this number, from 0, of the test set.")
  private Integer index;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "INPUT",
      description =
          "A sample: for recipes of MNIST an image file, for spam a text file, for"
              + " char-lstm, char-gpt and gpt2 the beginning of a text, for spiral x,y, for wages"
              + " column=value,...")
  private String input;

  /** Made by picocli. */
  PredictCommand() {}

  @Override
  public Integer call() throws IOException {
    ModelFile model = trained.read();
    Task task = model.task(trained.recipe());
    Tensor features = features(task);
    PrintWriter out = spec.commandLine().getOut();
    trained.use(
        model,
        out,
        training -> {
          Tensor output = training.inference(1).predict(features);
          task.describe(output).forEach(out::println);
          if (index != null) {
            Tensor target = task.test().range(index, index + 1).targets();
            out.println("right answer: " + task.describeTarget(target));
          }
        });
    out.flush();
    return ExitCodes.OK;
  }

  private Tensor features(Task task) throws IOException {
    if ((index == null) == (input == null)) {
      throw bad("say either --index N or an input: " + task.inputFormat());
    }
    if (index == null) {
      try {
        return task.parse(input);
      } catch (IllegalArgumentException e) {
        throw bad(e.getMessage());
      }
    }
    Dataset test = task.test();
    if (index < 0 || index >= test.size()) {
      throw bad("option --index must be from 0 to " + (test.size() - 1) + ", got " + index);
    }
    return test.range(index, index + 1).features();
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
