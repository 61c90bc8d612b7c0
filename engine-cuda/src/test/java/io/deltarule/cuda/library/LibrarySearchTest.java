package io.deltarule.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrarySearchTest {
  @TempDir private Path root;

  @Test
  void foldersComeBeforeTheLinkersCacheAndThatBeforeTheSystems() throws IOException {
    Path own = library("own");
    Path cached = library("cached");
    Path system = library("system");
    Path cache = cache(cached.resolve("libx.so.12"), 0x0303);
    LibrarySearch search = new LibrarySearch(List.of(own), cache, List.of(system));
    assertThat(search.find("libx.so.12")).hasValue(own.resolve("libx.so.12"));
    Files.delete(own.resolve("libx.so.12"));
    assertThat(search.find("libx.so.12")).hasValue(cached.resolve("libx.so.12"));
    Files.delete(cached.resolve("libx.so.12"));
    assertThat(search.find("libx.so.12")).hasValue(system.resolve("libx.so.12"));
    Files.delete(system.resolve("libx.so.12"));
    assertThat(search.find("libx.so.12")).isEmpty();
  }

  @Test
  void aFolderOfTheNameIsNoLibrary() throws IOException {
    Files.createDirectories(root.resolve("a/libx.so.12"));
    assertThat(search(root.resolve("a")).find("libx.so.12")).isEmpty();
  }

  @Test
  void foldersThatAreMissingArePassedOver() throws IOException {
    Path own = library("own");
    LibrarySearch search =
        new LibrarySearch(List.of(root.resolve("none"), own), root.resolve("none"), List.of());
    assertThat(search.find("libx.so.12")).hasValue(own.resolve("libx.so.12"));
  }

  @Test
  void librariesOfOtherProcessorsInTheLinkersCacheArePassedOver() throws IOException {
    Path cached = library("cached");
    Path cache = cache(cached.resolve("libx.so.12"), 0x0a03);
    assertThat(LinkerCache.find(cache, "libx.so.12")).isEmpty();
  }

  @Test
  void aLinkersCacheOfAnyContentsIsNoFailure() throws IOException {
    byte[] good = Files.readAllBytes(cache(Path.of("/x/libx.so.12"), 0x0303));
    for (int length = 0; length < good.length; length++) {
      Path cut = Files.write(root.resolve("cut"), java.util.Arrays.copyOf(good, length));
      assertThat(LinkerCache.find(cut, "libx.so.12")).as("%d bytes", length).hasSizeLessThan(2);
    }
  }

  @Test
  void toolkitsAreSearchedTheNewestFirst() throws IOException {
    Files.createDirectories(root.resolve("cuda-12.4/lib64"));
    Files.createDirectories(root.resolve("cuda-12.6/lib64"));
    Files.createDirectories(root.resolve("other/lib64"));
    assertThat(LibrarySearch.toolkits(root))
        .containsExactly(root.resolve("cuda-12.6/lib64"), root.resolve("cuda-12.4/lib64"));
    assertThat(LibrarySearch.toolkits(root.resolve("none"))).isEmpty();
  }

  private static LibrarySearch search(Path folder) {
    return new LibrarySearch(List.of(folder), folder.resolve("no.cache"), List.of());
  }

  private Path library(String folder) throws IOException {
    Path path = Files.createDirectories(root.resolve(folder));
    Files.writeString(path.resolve("libx.so.12"), "x");
    return path;
  }

  /** A linker's cache with one entry, as glibc's elf/cache.c writes it. */
  private Path cache(Path library, int flags) throws IOException {
    byte[] name = (library.getFileName() + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] path = (library + "\0").getBytes(StandardCharsets.UTF_8);
    ByteBuffer table = ByteBuffer.allocate(72).order(ByteOrder.LITTLE_ENDIAN);
    table.put("glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII));
    table.putInt(20, 1).putInt(24, name.length + path.length);
    table.putInt(48, flags).putInt(52, 72).putInt(56, 72 + name.length);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(table.array());
    bytes.writeBytes(name);
    bytes.writeBytes(path);
    return Files.write(root.resolve("ld.so.cache"), bytes.toByteArray());
  }
}
