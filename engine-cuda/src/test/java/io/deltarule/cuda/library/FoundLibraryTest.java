package io.deltarule.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With files in place of NVIDIA's libraries: nothing of them may be loaded. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class FoundLibraryTest {
  @TempDir private Path root;

  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(root.resolve("libraries"));
  }

  @Test
  void aMissingLibraryIsNotFound() throws IOException {
    FoundLibrary found = find(Library.NVRTC, noJar());
    assertThat(found.isUsable()).isFalse();
    assertThat(found.problem()).isEqualTo("not found");
  }

  @Test
  void aTextFileIsNoLibrary() throws IOException {
    Files.writeString(folder.resolve("libcuda.so.1"), "not ELF ".repeat(100));
    assertThat(find(Library.DRIVER, noJar()).problem())
        .contains("libcuda.so.1 cannot be used", "not a 64-bit ELF shared object");
  }

  @Test
  void anEmptyFileIsNoLibrary() throws IOException {
    Files.write(folder.resolve("libcuda.so.1"), new byte[0]);
    assertThat(find(Library.DRIVER, noJar()).problem()).contains("cut short or damaged");
  }

  @Test
  void aLibraryThatLacksWhatIsCalledIsRefusedWithItsName() throws IOException {
    Files.copy(someLibrary(), folder.resolve("libcublas.so.12"));
    assertThat(find(Library.CUBLAS, noJar()).problem())
        .contains("it lacks", "cublasCreate_v2", "cublasGemmStridedBatchedEx");
  }

  @Test
  void aLibraryCutShortAnywhereIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(someLibrary());
    Path file = folder.resolve("libcublas.so.12");
    for (int length = 0; length < whole.length; length += whole.length / 37 + 1) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThat(find(Library.CUBLAS, noJar()).problem())
          .as("%d of %d bytes", length, whole.length)
          .contains("cannot be used");
    }
  }

  @Test
  void anElfFileTellsItsProcessorAndExports() throws IOException {
    ElfFile file = ElfFile.read(someLibrary());
    assertThat(file.machine()).isEqualTo(ElfFile.X86_64);
    assertThat(file.exports()).contains("JNI_OnLoad").doesNotContain("");
  }

  @Test
  void aLibraryOfTheClassPathIsUnpackedOnceAndAgainWhereItWasCut() throws IOException {
    byte[] content = "pretended library".getBytes(StandardCharsets.UTF_8);
    Path jar = jar("org/bytedeco/cuda/linux-x86_64/libnvrtc.so.12", content);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      Redistributable redistributable = new Redistributable(loader, root.resolve("unpacked"));
      Path file = redistributable.find("libnvrtc.so.12").orElseThrow();
      assertThat(file).hasFileName("libnvrtc.so.12").hasBinaryContent(content);
      Files.write(file, new byte[] {1});
      assertThat(redistributable.find("libnvrtc.so.12")).hasValue(file);
      assertThat(file).hasBinaryContent(content);
      assertThat(redistributable.find("libcublas.so.12")).isEmpty();
      assertThat(find(Library.NVRTC, redistributable).path()).isEqualTo(file);
    }
  }

  private FoundLibrary find(Library library, Redistributable jar) {
    LibrarySearch search = new LibrarySearch(List.of(folder), root.resolve("no.cache"), List.of());
    return FoundLibrary.find(library, search, jar);
  }

  private Redistributable noJar() throws IOException {
    return new Redistributable(new URLClassLoader(new URL[0], null), root.resolve("unpacked"));
  }

  /** A shared object that every JDK has. */
  private static Path someLibrary() {
    return Path.of(System.getProperty("java.home"), "lib", "libnet.so");
  }

  private Path jar(String name, byte[] content) throws IOException {
    Path jar = root.resolve("some.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
      zip.closeEntry();
    }
    return jar;
  }
}
