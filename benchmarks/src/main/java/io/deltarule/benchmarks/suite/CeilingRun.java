package io.deltarule.benchmarks.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltarule.benchmarks.ceiling.Ceiling;
import io.deltarule.benchmarks.measure.ChildProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures the machine's ceilings in a process of its own and prints them as a line of JSON. */
public final class CeilingRun {
  private CeilingRun() {}

  /** Takes the number of threads. */
  public static void main(String[] arguments) throws JsonProcessingException {
    Ceiling ceiling = Ceiling.measure(Integer.parseInt(arguments[0]));
    System.out.println(new ObjectMapper().writeValueAsString(ceiling));
  }

  /** Starts such a process. */
  static Ceiling measure(String classPath, int threads) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(ChildProcess.java(classPath, CeilingRun.class.getName()));
    command.add(String.valueOf(threads));
    List<String> lines = ChildProcess.lines(command);
    String line =
        lines.stream()
            .filter(text -> text.startsWith("{\"threads\""))
            .findFirst()
            .orElseThrow(() -> new IOException("no ceiling was printed, only " + lines));
    return new ObjectMapper().readValue(line, Ceiling.class);
  }
}
