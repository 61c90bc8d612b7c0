package io.deltarule.cli;

import io.deltarule.cli.recipe.Task;
import io.deltarule.data.Dataset;
import io.deltarule.train.Validation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures a saved model on the recipe's test set. */
@Command(
    name = "evaluate",
    description = "Measures a saved model on the test set.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TrainedModel trained;

  /** Made by picocli. */
  EvaluateCommand() {}

  @Override
  public Integer call() throws IOException {
    ModelFile model = trained.read();
    Task task = model.task(trained.recipe());
    Dataset test = task.test();
    PrintWriter out = spec.commandLine().getOut();
    int batch = trained.recipe().evaluationBatch();
    trained.use(
        model,
        out,
        training -> {
          Validation.Result result = new Validation(training, test, batch, task.metrics()).run();
          out.printf(Locale.ROOT, "%,d test samples%n", test.size());
          out.printf(Locale.ROOT, "test loss %.4f%n", result.loss());
          result
              .metrics()
              .forEach((name, value) -> out.printf(Locale.ROOT, "test %s %.4f%n", name, value));
        });
    out.flush();
    return ExitCodes.OK;
  }
}
