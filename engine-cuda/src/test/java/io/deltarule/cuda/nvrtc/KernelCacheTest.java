package io.deltarule.cuda.nvrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
  private static final byte[] IMAGE = {1, 2, 3, 4, 5};

  @TempDir private Path folder;

  private final CacheKey key =
      CacheKey.of(
          new KernelSource("a.cu", "code", List.of(), List.of()), new Target(90, true), "12.9");

  @Test
  void whatWasPutIsFoundByAnotherProcess() {
    cache().put(key, IMAGE);
    assertThat(cache().find(key)).hasValue(IMAGE);
  }

  @Test
  void nothingIsFoundBeforeItWasPut() {
    assertThat(cache().find(key)).isEmpty();
  }

  @Test
  void aFileWithAnyByteChangedIsAMissAndCanBeReplaced() throws IOException {
    cache().put(key, IMAGE);
    Path file = onlyFile();
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      assertThat(cache().find(key)).as("byte %d", i).isEmpty();
    }
    cache().put(key, IMAGE);
    assertThat(cache().find(key)).hasValue(IMAGE);
  }

  @Test
  void aFileCutShortAnywhereIsAMiss() throws IOException {
    cache().put(key, IMAGE);
    Path file = onlyFile();
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(good, length));
      assertThat(cache().find(key)).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void noTemporaryFileStaysBehind() throws IOException {
    cache().put(key, IMAGE);
    cache().put(key, IMAGE);
    assertThat(onlyFile()).hasFileName(key.hash());
  }

  @Test
  void aFolderThatCannotBeMadeMeansNoCacheAndNoFailure() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    KernelCache cache = new KernelCache(file.resolve("kernels"));
    cache.put(key, IMAGE);
    assertThat(cache.find(key)).isEmpty();
    cache.put(key, IMAGE);
  }

  @Test
  void writersAtTheSameTimeLeaveAWholeFile() {
    IntStream.range(0, 200).parallel().forEach(i -> cache().put(key, IMAGE));
    assertThat(cache().find(key)).hasValue(IMAGE);
  }

  private KernelCache cache() {
    return new KernelCache(folder);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }
}
