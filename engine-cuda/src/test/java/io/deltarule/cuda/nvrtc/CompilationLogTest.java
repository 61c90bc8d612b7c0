package io.deltarule.cuda.nvrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompilationLogTest {
  private final KernelSource source =
      new KernelSource("k.cu", "one\ntwo\nthree\nfour\nfive\nsix", List.of("-DN=1"), List.of());

  @Test
  void theLinesThatTheLogNamesAreShownWithTheirNumbers() {
    String log = "k.cu(5): error: identifier \"x\" is undefined\nother.cu(1): error: no";
    assertThat(CompilationLog.numberedLines(source, log).lines())
        .containsExactly("    3  three", "    4  four", "    5  five", "    6  six");
  }

  @Test
  void linesThatTheSourceDoesNotHaveAreLeftOut() {
    assertThat(CompilationLog.numberedLines(source, "k.cu(99): error")).isEmpty();
  }

  @Test
  void theMessageHasSourceTargetOptionsAndLog() {
    assertThat(CompilationLog.message(source, new Target(75, true), "NVRTC_ERROR", "k.cu(1): bad"))
        .contains("k.cu", "sm_75", "-DN=1", "NVRTC_ERROR", "k.cu(1): bad", "    1  one");
  }
}
