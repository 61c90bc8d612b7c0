package io.deltarule.cpu.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Check;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimdTest {
  @ParameterizedTest
  @ValueSource(strings = {"mixed mode, sharing", "mixed mode", "compiled mode, sharing", ""})
  void vectorsAreUsedWhereTheOptimizingCompilerMayRun(String compilers) {
    assertThat(Simd.check(true, compilers).passed()).isTrue();
  }

  /** With -XX:TieredStopAtLevel=1 and with -Xint, vector code is far slower than plain loops. */
  @ParameterizedTest
  @ValueSource(strings = {"mixed mode, emulated-client, sharing", "interpreted mode, sharing"})
  void vectorsAreNotUsedWithoutTheOptimizingCompiler(String compilers) {
    Check check = Simd.check(true, compilers);
    assertThat(check.passed()).isFalse();
    assertThat(check.isFatal()).isFalse();
    assertThat(check.found()).contains(compilers);
    assertThat(check.remedy()).contains("-XX:TieredStopAtLevel", "-Xint");
  }

  @Test
  void aMissingModuleIsNamedWithTheFlagThatAddsIt() {
    Check check = Simd.check(false, "interpreted mode");
    assertThat(check.passed()).isFalse();
    assertThat(check.remedy()).contains("--add-modules jdk.incubator.vector");
  }
}
