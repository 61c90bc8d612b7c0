package io.deltarule.persist;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever happens to a file's bytes, the reader either gives tensors that tile the file or throws
 * {@link MalformedFileException}: no other exception, and no more memory than the file supports.
 */
class SafetensorsMutationTest {
  private static Path folder;
  private static byte[] valid;

  @BeforeContainer
  static void writeAValidFile() throws IOException {
    folder = Files.createTempDirectory("mutations");
    Path file = folder.resolve("valid.safetensors");
    SafetensorsWriter.write(
        file,
        Map.of(
            "fc1.weight", Tensor.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f),
            "fc1.bias", Tensor.of(Shape.of(2), 7.0, 8.0),
            "labels", Tensor.of(Shape.of(3), 1, 2, 3)),
        Map.of("format", "pt"));
    valid = Files.readAllBytes(file);
  }

  @AfterContainer
  static void deleteFiles() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Property(tries = 3000, seed = "1")
  void mutatedFilesAreConsistentOrRefused(
      @ForAll @IntRange(min = 1, max = 4) int mutations, @ForAll int choice) {
    Random random = new Random(choice);
    byte[] bytes = valid;
    for (int i = 0; i < mutations; i++) {
      bytes = mutate(bytes, random);
    }
    check(bytes);
  }

  /** Every byte in turn takes values that matter to the format. */
  @Property(tries = 1)
  void everySingleByteChangeIsConsistentOrRefused() {
    byte[] telling = "\0 \"{}[],:-09ae.\\\u007f\u0080\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at < valid.length; at++) {
      for (byte value : telling) {
        byte[] bytes = valid.clone();
        bytes[at] = value;
        check(bytes);
      }
    }
  }

  @Property(tries = 1)
  void everyTruncationIsRefused() throws IOException {
    for (int length = 0; length < valid.length; length++) {
      assertThat(check(Arrays.copyOf(valid, length))).as("%d bytes", length).isFalse();
    }
    assertThat(check(valid)).isTrue();
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    int at = random.nextInt(Math.max(1, bytes.length));
    return switch (random.nextInt(5)) {
      case 0 -> flipBit(bytes, at, random.nextInt(8));
      case 1 -> Arrays.copyOf(bytes, at);
      case 2 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20));
      case 3 -> insertDigit(bytes, at, random.nextInt(10));
      default -> repeat(bytes, at, random.nextInt(Math.max(1, bytes.length - at)));
    };
  }

  private static byte[] flipBit(byte[] bytes, int at, int bit) {
    byte[] flipped = bytes.clone();
    if (flipped.length > 0) {
      flipped[at] ^= (byte) (1 << bit);
    }
    return flipped;
  }

  /** Lengthens a number, or shifts the data. */
  private static byte[] insertDigit(byte[] bytes, int at, int digit) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
    longer[at] = (byte) ('0' + digit);
    return longer;
  }

  private static byte[] repeat(byte[] bytes, int at, int length) {
    byte[] repeated = Arrays.copyOf(bytes, bytes.length + length);
    System.arraycopy(bytes, at, repeated, at + length, bytes.length - at);
    return repeated;
  }

  /** True if the file was accepted. */
  private static boolean check(byte[] bytes) {
    Path file = folder.resolve("mutated.safetensors");
    try {
      Files.write(file, bytes);
      long before = AllocatedBytes.ofCurrentThread();
      try (SafetensorsFile open = SafetensorsFile.open(file)) {
        long data = 0;
        for (Map.Entry<String, Tensor> entry : open.readAll().entrySet()) {
          TensorInfo info = open.info(entry.getKey());
          assertThat(entry.getValue().shape()).isEqualTo(info.shape());
          assertThat(info.shape().elementCount() * info.type().bytes()).isEqualTo(info.bytes());
          data += info.bytes();
        }
        assertThat(data).isLessThan(bytes.length);
        return true;
      } catch (MalformedFileException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
        return false;
      } finally {
        // The file has under 1 kB; the bound leaves room for the parser and the exception's trace.
        assertThat(AllocatedBytes.ofCurrentThread() - before).isLessThan(2 << 20);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
