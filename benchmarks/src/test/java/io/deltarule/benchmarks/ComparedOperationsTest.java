package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComparedOperationsTest {
  private static final Pattern NAME = Pattern.compile("\"(op:[a-z-]+)\":");

  static Stream<String> names() {
    return ComparedOperations.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNameIsACaseBeyondTheSecondLevelCache(String name) {
    assertThat(ComparedOperations.has(name)).isTrue();
    assertThat(ComparedOperations.named(name).footprint()).isGreaterThan(8 << 20);
  }

  @Test
  void thePeerHasTheSameNames() throws IOException {
    String script = Files.readString(Path.of("peers", "pytorch_operations.py"));
    assertThat(NAME.matcher(script).results().map(found -> found.group(1)))
        .containsExactlyElementsOf(ComparedOperations.names());
  }
}
