package io.deltarule.benchmarks.suite;

import io.deltarule.benchmarks.workload.TrainingWorkload;
import io.deltarule.benchmarks.workload.TrainingWorkloads;
import io.deltarule.plan.DeviceModel;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the options of {@code bench} may be. */
final class OptionRanges {
  private static final int MOST = 1024;
  private static final double LONGEST = 3600;

  private final CommandLine command;

  OptionRanges(CommandLine command) {
    this.command = command;
  }

  /** The workloads of names, each once. */
  List<TrainingWorkload> workloads(List<String> names) {
    try {
      return names.stream().distinct().map(TrainingWorkloads::named).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }

  /** A number from 1 to 1024; null stands for none given. */
  int count(String option, Integer value, int otherwise) {
    if (value != null && (value < 1 || value > MOST)) {
      throw new ParameterException(
          command, "option " + option + " must be from 1 to " + MOST + ", got " + value);
    }
    return value == null ? otherwise : value;
  }

  /** A time above 0 and of an hour at most; null stands for none given. */
  double seconds(String option, Double value, double otherwise) {
    if (value != null && !(value > 0 && value <= LONGEST)) {
      throw new ParameterException(
          command, "option " + option + " must be above 0 and at most 3600 seconds, got " + value);
    }
    return value == null ? otherwise : value;
  }

  /** The device model of a name. */
  DeviceModel deviceModel(String name) {
    return DeviceModel.named(name)
        .orElseThrow(
            () ->
                new ParameterException(
                    command,
                    "option --launches: there is no device model '"
                        + name
                        + "'; there are "
                        + DeviceModel.names()));
  }
}
