package io.deltarule.cpu.simd.matmul;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Runs in a process with the JIT's flags, and in one without. */
class LargeMethodsTest {
  @Test
  void theyStayInRegistersWithTheFlagAndOnNewerJava() {
    boolean flag =
        ManagementFactory.getRuntimeMXBean()
            .getInputArguments()
            .contains("-XX:+IncrementalInlineForceCleanup");
    boolean newer = Runtime.version().feature() >= LargeMethods.FIRST_FEATURE;
    assertThat(LargeMethods.stayInRegisters()).isEqualTo(flag || newer);
  }
}
