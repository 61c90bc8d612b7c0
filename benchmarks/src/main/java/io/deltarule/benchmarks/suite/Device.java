package io.deltarule.benchmarks.suite;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.BackendProvider;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Selection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The device that a suite runs on. */
final class Device {
  private static final String AUTO = "auto";

  private Device() {}

  /**
   * Opens a device and closes it again.
   *
   * @return what it says of itself, after its name
   * @throws ParameterException if there is none of that name, or if it is the emulated device,
   *     whose times mean nothing
   * @throws io.deltarule.backend.BackendUnavailableException if it can't run here
   */
  static String describe(CommandLine command, String device, int threads) {
    List<String> names =
        Stream.concat(Stream.of(AUTO), Selection.providers().stream().map(BackendProvider::name))
            .toList();
    if (!names.contains(device)) {
      throw new ParameterException(
          command,
          "option --device: there is no backend '"
              + device
              + "'; there are "
              + names.stream().collect(Collectors.joining(", ")));
    }
    try (Engine engine = Engine.open(device, BackendOptions.standard().withThreads(threads))) {
      String description = engine.backend().description();
      if (description.contains("emulated")) {
        throw new ParameterException(
            command,
            "option --device: "
                + description
                + " can't be timed; choose a real device, such as cpu");
      }
      return engine.backend().name() + ": " + description;
    }
  }
}
