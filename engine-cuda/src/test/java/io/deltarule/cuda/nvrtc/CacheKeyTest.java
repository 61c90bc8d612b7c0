package io.deltarule.cuda.nvrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CacheKeyTest {
  private static final Target TARGET = new Target(90, true);

  @Test
  void everythingThatAnImageDependsOnChangesTheKey() {
    KernelSource source = source("a.cu", "code", Map.of("h.cuh", "x"), List.of("-DA=1"));
    List<CacheKey> keys =
        List.of(
            CacheKey.of(source, TARGET, "12.9"),
            CacheKey.of(source, TARGET, "12.8"),
            CacheKey.of(source, new Target(90, false), "12.9"),
            CacheKey.of(source, new Target(80, true), "12.9"),
            CacheKey.of(
                source("b.cu", "code", Map.of("h.cuh", "x"), List.of("-DA=1")), TARGET, "12.9"),
            CacheKey.of(
                source("a.cu", "code ", Map.of("h.cuh", "x"), List.of("-DA=1")), TARGET, "12.9"),
            CacheKey.of(
                source("a.cu", "code", Map.of("h.cuh", "y"), List.of("-DA=1")), TARGET, "12.9"),
            CacheKey.of(
                source("a.cu", "code", Map.of("i.cuh", "x"), List.of("-DA=1")), TARGET, "12.9"),
            CacheKey.of(
                source("a.cu", "code", Map.of("h.cuh", "x"), List.of("-DA=2")), TARGET, "12.9"),
            CacheKey.of(
                source("a.cu", "code", Map.of("h.cuh", "x"), List.of("-DA=", "1")),
                TARGET,
                "12.9"));
    Set<CacheKey> different = new HashSet<>(keys);
    assertThat(different).hasSameSizeAs(keys);
  }

  @Test
  void theSameSourceHasTheSameKey() {
    KernelSource one = source("a.cu", "code", Map.of("h", "1", "i", "2"), List.of("-x"));
    KernelSource two = source("a.cu", "code", Map.of("i", "2", "h", "1"), List.of("-x"));
    assertThat(CacheKey.of(one, TARGET, "12.9")).isEqualTo(CacheKey.of(two, TARGET, "12.9"));
  }

  private static KernelSource source(
      String name, String code, Map<String, String> headers, List<String> options) {
    return new KernelSource(name, code, headers, options, List.of("k"));
  }
}
