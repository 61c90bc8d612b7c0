package io.deltarule.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EpochResultTest {
  private static EpochResult result(Map<String, Double> metrics) {
    return new EpochResult(1, 0.5, OptionalDouble.empty(), metrics, 1, 100);
  }

  @Test
  void theFiguresKeepTheirOrder() {
    List<String> names = List.of("mean absolute error", "R2", "c", "b", "a", "accuracy");
    Map<String, Double> metrics = new LinkedHashMap<>();
    names.forEach(name -> metrics.put(name, 1.0));
    assertThat(result(metrics).metrics().keySet()).containsExactlyElementsOf(names);
  }

  @Test
  void theFiguresAreACopyThatCannotChange() {
    Map<String, Double> metrics = new LinkedHashMap<>(Map.of("accuracy", 0.5));
    EpochResult result = result(metrics);
    metrics.put("accuracy", 0.9);
    assertThat(result.metrics()).containsEntry("accuracy", 0.5);
    assertThatThrownBy(() -> result.metrics().put("x", 1.0))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
