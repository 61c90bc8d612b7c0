package io.deltarule.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildProcessTest {
  /** Prints its words; fails if there are none. */
  static final class Echo {
    private Echo() {}

    public static void main(String[] words) {
      if (words.length == 0) {
        System.exit(3);
      }
      List.of(words).forEach(System.out::println);
    }
  }

  private static List<String> echo(String... words) {
    List<String> command =
        new ArrayList<>(
            ChildProcess.java(System.getProperty("java.class.path"), Echo.class.getName()));
    command.addAll(List.of(words));
    return command;
  }

  @Test
  void theLinesOfItsOutputComeBack() throws Exception {
    assertThat(ChildProcess.lines(echo("a b", "c"))).containsExactly("a b", "c");
  }

  @Test
  void aFailureNamesTheCommandAndItsStatus() {
    assertThatThrownBy(() -> ChildProcess.lines(echo()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Echo' ended with status 3; see above");
  }

  @Test
  void javaIsStartedWithTheFlagsOfThisOne() {
    assertThat(echo()).contains("--add-modules=jdk.incubator.vector");
  }
}
