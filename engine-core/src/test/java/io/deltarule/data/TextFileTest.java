package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.persist.MalformedFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir Path folder;

  private Path file(byte... bytes) throws IOException {
    return Files.write(folder.resolve("text.txt"), bytes);
  }

  private Path file(String text) throws IOException {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void textIsReadAsItIs() throws IOException {
    String text = "a\r\nsee — “🐋”\n";
    assertThat(TextFile.read(file(text))).isEqualTo(text);
  }

  @Test
  void aByteOrderMarkIsNoText() throws IOException {
    assertThat(TextFile.read(file("\uFEFFab"))).isEqualTo("ab");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    for (String empty : new String[] {"", "\uFEFF"}) {
      Path file = file(empty);
      assertThatThrownBy(() -> TextFile.read(file))
          .isInstanceOf(MalformedFileException.class)
          .hasMessage(file + ": is empty; give a file with text in it");
    }
  }

  @Test
  void bytesThatAreNotUtf8AreToldWithTheirPlace() throws IOException {
    Path file = file("one\ntwo\ncafé!".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> TextFile.read(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(
            file + ": is not valid UTF-8: byte 0xE9 at offset 11 (from 0), in line 3 (from 1)")
        .hasMessageContaining("save the text as UTF-8");
  }

  @Test
  void aCharacterThatIsCutOffAtTheEndIsNotUtf8() throws IOException {
    Path file = file((byte) 'a', (byte) 0xE2, (byte) 0x80);
    assertThatThrownBy(() -> TextFile.read(file))
        .hasMessageContaining("byte 0xE2 at offset 1 (from 0), in line 1");
  }

  @Test
  void overlongFormsAndHalvesOfPairsAreNotUtf8() throws IOException {
    Path overlong = file((byte) 0xC0, (byte) 0x80);
    assertThatThrownBy(() -> TextFile.read(overlong)).hasMessageContaining("byte 0xC0 at offset 0");
    Path half = file((byte) 'x', (byte) 0xED, (byte) 0xA0, (byte) 0x80);
    assertThatThrownBy(() -> TextFile.read(half)).hasMessageContaining("byte 0xED at offset 1");
  }

  @Test
  void aMissingFileIsTheSystemsOwnError() {
    assertThatThrownBy(() -> TextFile.read(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none");
  }
}
