package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BenchmarkListTest {
  @Test
  void jmhFindsEveryBenchmark() throws IOException {
    try (InputStream list = getClass().getResourceAsStream("/META-INF/BenchmarkList")) {
      assertThat(new String(list.readAllBytes(), StandardCharsets.UTF_8))
          .contains("MatMulBenchmark", "StepBenchmark", "CatalogueBenchmark");
    }
  }
}
