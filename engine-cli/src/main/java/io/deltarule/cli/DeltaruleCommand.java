package io.deltarule.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that holds the others. */
@Command(
    name = "deltarule",
    description = "Trains neural networks on the JVM.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the run failed",
      "2:bad usage, nothing was done",
      "130:ended by Ctrl-C, the work so far is saved"
    },
    footer = {
      "",
      "'deltarule bench' times training steps, beside other engines with --peers; it is built on"
          + " first use.",
      "'deltarule emulate -- COMMAND' runs a command on an emulated CUDA device: Linux with g++.",
      "'deltarule --verbose COMMAND' prints how Java is started."
    },
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      GenerateCommand.class,
      PlanCommand.class,
      DiffCommand.class,
      GradcheckCommand.class,
      InfoCommand.class,
      RecipesCommand.class
    })
final class DeltaruleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to do: train, evaluate, predict, generate, plan, diff, gradcheck, info or"
            + " recipes; for example 'deltarule train mnist-mlp'");
  }
}
