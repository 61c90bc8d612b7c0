package io.deltarule.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StepRequestTest {
  private final StepRequest request = new StepRequest("mlp-small", "cpu", 64, 2, 0.5, 0.25);

  @Test
  void aRequestCrossesAsArguments() {
    assertThat(StepRequest.parse(request.arguments().toArray(String[]::new))).isEqualTo(request);
  }

  @Test
  void whatIsMissingOrUnknownIsNamed() {
    assertThatThrownBy(() -> StepRequest.parse("--workload", "mlp-small"))
        .hasMessage("say --device");
    assertThatThrownBy(() -> StepRequest.parse("--workload"))
        .hasMessage("--workload needs a value");
    String[] arguments = request.arguments().toArray(String[]::new);
    arguments[0] = "--work";
    assertThatThrownBy(() -> StepRequest.parse(arguments)).hasMessage("say --workload");
  }
}
