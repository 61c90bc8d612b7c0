package io.deltarule.parity.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.UnsupportedByBackendException;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
  private final ParityReport report = new ParityReport("abacus (7 beads)");
  private final Judge judge = new Judge(report, Set.of("gather"));

  private Verdict judge(DoubleSupplier check) {
    return judge.judge("index", "gather", "gather of 3", Mode.FORWARD, check);
  }

  private static DoubleSupplier refusing(String operation) {
    return () -> {
      throw new UnsupportedByBackendException("abacus", operation, "beads only slide");
    };
  }

  @Test
  void numberWithinTheBoundPasses() {
    assertThat(judge(() -> 0.25).status()).isEqualTo(Verdict.Status.PASS);
    assertThat(report.summary())
        .isEqualTo("1 checks: 1 passed, 0 failed, 0 unsupported; left over: 0");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 1.0001, -0.5, Double.POSITIVE_INFINITY})
  void anyOtherNumberFails(double worst) {
    assertThatThrownBy(() -> judge(() -> worst))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("gather of 3", "forward", String.valueOf(worst));
    assertThat(report.verdicts(Verdict.Status.FAIL)).hasSize(1);
  }

  @Test
  void declaredUnsupportedIsCountedWithItsReason() {
    Verdict verdict = judge(refusing("gather"));
    assertThat(verdict.status()).isEqualTo(Verdict.Status.UNSUPPORTED);
    assertThat(verdict.worst()).isNaN();
    assertThat(report.brief())
        .contains("0 passed, 0 failed, 1 unsupported")
        .contains("unsupported (1): backend 'abacus' does not support gather: beads only slide");
  }

  @Test
  void undeclaredUnsupportedFails() {
    assertThatThrownBy(() -> judge(refusing("scatter_add")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("gather of 3", "scatter_add", "expectedUnsupported()");
    assertThat(report.verdicts(Verdict.Status.FAIL)).hasSize(1);
    assertThat(report.verdicts(Verdict.Status.UNSUPPORTED)).isEmpty();
  }

  @Test
  void whateverACheckThrowsIsAFailureAndIsThrown() {
    assertThatThrownBy(
            () ->
                judge(
                    () -> {
                      throw new UnsupportedOperationException("not the documented exception");
                    }))
        .isExactlyInstanceOf(UnsupportedOperationException.class);
    assertThat(report.brief())
        .contains("1 FAILED")
        .contains("failed: gather of 3, forward:")
        .contains("not the documented exception");
  }
}
