package io.deltarule.benchmarks.suite.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.deltarule.benchmarks.suite.SuiteReport;

/** A report as JSON: the names of {@link SuiteReport} and of the records in it. */
public final class JsonReport {
  private JsonReport() {}

  /** Writes a report. */
  public static String of(SuiteReport report) {
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(report)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report can't be written as JSON", e);
    }
  }

  /**
   * Reads a report back.
   *
   * @throws JsonProcessingException if the text is none
   */
  public static SuiteReport parse(String json) throws JsonProcessingException {
    return new ObjectMapper().readValue(json, SuiteReport.class);
  }
}
