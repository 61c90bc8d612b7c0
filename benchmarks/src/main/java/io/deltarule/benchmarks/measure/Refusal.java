package io.deltarule.benchmarks.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;

/**
 * What a process prints in the place of {@link StepFigures} if it can't measure a workload: its
 * engine doesn't have the model, or the machine doesn't have the memory. It crosses as a line of
 * JSON, and the process ends with status 0.
 *
 * @param refusal why
 */
public record Refusal(String refusal) {
  /** The line that {@link #find} reads. */
  public String toLine() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("'" + refusal + "' can't be written as JSON", e);
    }
  }

  /**
   * Finds a refusal among the lines that a process printed.
   *
   * @throws IllegalArgumentException if a line begins as one and is none
   */
  static Optional<Refusal> find(List<String> lines) {
    return lines.stream()
        .filter(text -> text.startsWith("{\"refusal\""))
        .findFirst()
        .map(Refusal::parse);
  }

  private static Refusal parse(String line) {
    try {
      return new ObjectMapper().readValue(line, Refusal.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the refusal of a step: " + line, e);
    }
  }
}
