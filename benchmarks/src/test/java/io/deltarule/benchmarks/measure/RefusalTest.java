package io.deltarule.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalTest {
  @Test
  void itIsFoundAmongWhatElseAProcessPrints() {
    Refusal refusal = new Refusal("it has no \"attention\"");
    assertThat(Refusal.find(List.of("native library 1.0", refusal.toLine()))).contains(refusal);
  }

  @Test
  void figuresAreNone() {
    assertThat(Refusal.find(List.of("{\"engine\":\"E\"}"))).isEmpty();
  }

  @Test
  void aLineThatOnlyBeginsAsOneIsAnError() {
    assertThatThrownBy(() -> Refusal.find(List.of("{\"refusal\"")))
        .hasMessage("not the refusal of a step: {\"refusal\"");
  }
}
