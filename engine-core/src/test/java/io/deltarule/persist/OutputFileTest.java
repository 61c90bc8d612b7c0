package io.deltarule.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir Path folder;

  private static OutputFile.Content content(String text) {
    return channel -> channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void replacesAFileAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("model.bin");
    OutputFile.replace(file, content("old"));
    OutputFile.replace(file, content("new"));
    assertThat(file).hasContent("new");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void aFailureHalfWayLeavesTheOldFileAndNoTemporaryOne() throws IOException {
    Path file = Files.writeString(folder.resolve("model.bin"), "old");
    assertThatThrownBy(
            () ->
                OutputFile.replace(
                    file,
                    channel -> {
                      content("half").writeTo(channel);
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void followsASymbolicLinkToTheFileItNames() throws IOException {
    Path real = Files.writeString(folder.resolve("real.bin"), "old");
    Path link = folder.resolve("link.bin");
    try {
      Files.createSymbolicLink(link, real);
    } catch (IOException | UnsupportedOperationException e) {
      // Windows lets only administrators make links; then there is nothing to follow.
      assertThat(System.getProperty("os.name")).startsWith("Windows");
      return;
    }
    OutputFile.replace(link, content("new"));
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(real).hasContent("new");
  }

  @Test
  void ensureWritableCreatesTheFolderAndLeavesNoFile() throws IOException {
    Path file = folder.resolve("runs").resolve("today").resolve("model.bin");
    OutputFile.ensureWritable(file);
    assertThat(file.getParent()).isEmptyDirectory();
  }

  @Test
  void ensureWritableLeavesAnExistingFileAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("model.bin"), "old");
    OutputFile.ensureWritable(file);
    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void aBareFileNameMeansTheWorkingFolder() {
    assertThatCode(() -> OutputFile.ensureWritable(Path.of("never-written.bin")))
        .doesNotThrowAnyException();
    assertThat(Path.of("never-written.bin")).doesNotExist();
  }

  @Test
  void aFolderIsRefused() {
    assertThatThrownBy(() -> OutputFile.ensureWritable(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is a folder; give a file name");
    assertThatThrownBy(() -> OutputFile.ensureWritable(folder.getRoot()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is a folder");
  }

  @Test
  void aParentThatIsAFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "text");
    assertThatThrownBy(() -> OutputFile.ensureWritable(file.resolve("model.bin")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot write")
        .hasMessageContaining("its folder")
        .hasMessageContaining("choose another place");
  }

  /** The class image is read-only for everyone; permission bits would not stop a root user. */
  @Test
  void aReadOnlyFileSystemIsRefused() {
    Path file = Path.of(URI.create("jrt:/java.base/model.bin"));
    assertThatThrownBy(() -> OutputFile.ensureWritable(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no file can be created in '/modules/java.base'")
        .hasMessageContaining("choose another place");
    Path inNewFolder = Path.of(URI.create("jrt:/java.base/runs/model.bin"));
    assertThatThrownBy(() -> OutputFile.ensureWritable(inNewFolder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can't be created");
  }

  /** Replacing one would take it from every other program. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aPipeIsRefusedAndStays() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> OutputFile.ensureWritable(pipe))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("pipe", "device");
    assertThatThrownBy(() -> OutputFile.replace(pipe, channel -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("device");
    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThat(Files.exists(pipe)).isTrue();
  }
}
