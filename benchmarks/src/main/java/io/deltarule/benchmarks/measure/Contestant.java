package io.deltarule.benchmarks.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An engine that takes part.
 *
 * @param name how tables and plots call it
 * @param program what to start; it takes the arguments of a {@link StepRequest} and prints {@link
 *     StepFigures} or a {@link Refusal}
 */
public record Contestant(String name, List<String> program) {
  public Contestant {
    program = List.copyOf(program);
  }

  /**
   * Measures once, in a fresh process.
   *
   * @throws RefusedException if the engine says that it can't measure this
   * @throws IOException if the process fails
   * @throws IllegalArgumentException if what it prints are no figures of a training
   */
  public Sample measure(StepRequest request) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.addAll(request.arguments());
    long launched = System.currentTimeMillis();
    List<String> lines = ChildProcess.lines(command);
    Optional<Refusal> refusal = Refusal.find(lines);
    if (refusal.isPresent()) {
      throw new RefusedException(refusal.get());
    }
    StepFigures figures = StepFigures.parse(lines);
    return new Sample(figures, (figures.firstStepEnd() - launched) / 1e3);
  }

  /**
   * One measurement.
   *
   * @param figures what the process printed
   * @param firstStepSeconds from the start of the process to the end of its first step
   */
  public record Sample(StepFigures figures, double firstStepSeconds) {}
}
