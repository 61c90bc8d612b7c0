package io.deltarule.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
  @Test
  void xdgCacheHomeCountsIfItIsAbsolute() {
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "/c"), "/home/a"))
        .isEqualTo(Path.of("/c/deltarule"));
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "c"), "/home/a"))
        .isEqualTo(Path.of("/home/a/.cache/deltarule"));
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", ""), "/home/a"))
        .isEqualTo(Path.of("/home/a/.cache/deltarule"));
    assertThat(CacheFolder.of(Map.of(), "/home/a")).isEqualTo(Path.of("/home/a/.cache/deltarule"));
  }
}
