package io.deltarule.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsRoundTripTest {
  @TempDir Path folder;

  @Test
  void tensorsLargerThanOnePieceComeBackToTheBit() throws IOException {
    int n = (1 << 18) + 3; // pieces are 2^20 bytes
    float[] floats = new float[n];
    double[] doubles = new double[n];
    int[] ints = new int[n];
    for (int i = 0; i < n; i++) {
      floats[i] = Float.intBitsToFloat(i * 0x9E3779B9);
      doubles[i] = Double.longBitsToDouble(i * 0x9E3779B97F4A7C15L);
      ints[i] = i * 0x85EBCA6B;
    }
    Map<String, Tensor> tensors =
        Map.of(
            "floats", Tensor.of(Shape.of(n), floats),
            "doubles", Tensor.of(Shape.of(1, n), doubles),
            "ints", Tensor.of(Shape.of(n, 1), ints));
    Path file = folder.resolve("large.safetensors");
    SafetensorsWriter.write(file, tensors, Map.of());
    assertThat(SafetensorsFile.readAll(file)).isEqualTo(tensors);
  }

  @Test
  void oneTensorIsReadWithoutTheOthers() throws IOException {
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter.write(
        file,
        Map.of("a", Tensor.scalar(1f), "b", Tensor.scalar(2), "c", Tensor.scalar(3f)),
        Map.of());
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertThat(open.names()).containsExactly("a", "c", "b");
      assertThat(open.read("b")).isEqualTo(Tensor.scalar(2));
      assertThat(open.tensors()).extracting(TensorInfo::bytes).containsExactly(4L, 4L, 4L);
    }
  }

  @Test
  void namesAndMetadataOfAnyScriptComeBack() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("\u5c42.0.\u91cd\u307f \"\\\n", Tensor.scalar(1f));
    tensors.put("", Tensor.scalar(2f));
    tensors.put("\uD83D\uDE00", Tensor.scalar(3f));
    Map<String, String> metadata = Map.of("recipe", "mnist-mlp \u00e9", "", "\u0000\t");
    Path file = folder.resolve("names.safetensors");
    SafetensorsWriter.write(file, tensors, metadata);
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertThat(open.readAll()).isEqualTo(tensors);
      assertThat(open.metadata()).isEqualTo(metadata);
    }
  }

  @Test
  void headerIsAlignedAndTheOrderOfTheMapDoesNotMatter() throws IOException {
    for (int length = 1; length <= 9; length++) {
      Map<String, Tensor> forward = new LinkedHashMap<>();
      Map<String, Tensor> backward = new LinkedHashMap<>();
      String[] names = {"x".repeat(length), "a", "b"};
      for (int i = 0; i < 3; i++) {
        forward.put(names[i], Tensor.scalar((float) i));
        backward.put(names[2 - i], Tensor.scalar((float) (2 - i)));
      }
      Path one = folder.resolve("one.safetensors");
      Path other = folder.resolve("other.safetensors");
      SafetensorsWriter.write(one, forward, Map.of("k", "v", "a", "b"));
      SafetensorsWriter.write(other, backward, Map.of("a", "b", "k", "v"));
      assertThat(one).hasSameBinaryContentAs(other);
      byte[] bytes = Files.readAllBytes(one);
      assertThat(Byte.toUnsignedInt(bytes[0]) % 8).isZero();
      assertThat(bytes.length % 4).isZero();
    }
  }

  @Test
  void theNameOfTheMetadataIsNotATensorName() {
    Path file = folder.resolve("model.safetensors");
    assertThatThrownBy(
            () ->
                SafetensorsWriter.write(file, Map.of("__metadata__", Tensor.scalar(1f)), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rename it");
    assertThat(file).doesNotExist();
  }

  /** The file is sparse: 5 GiB long, a few blocks on the disk. */
  @Test
  void tensorsBeyondTwoGibibytesAreReadFromTheRightPlace() throws IOException {
    long filler = 5L << 30;
    String header =
        "{"
            + SafetensorsBytes.entry("filler", "U8", "[5,1073741824]", 0, filler)
            + ","
            + SafetensorsBytes.entry("last", "F32", "[2]", filler, filler + 8)
            + "}";
    Path file = Files.write(folder.resolve("huge.safetensors"), SafetensorsBytes.file(header, 0));
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(raw.length() + filler);
      raw.write(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0});
    }
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertThat(open.read("last")).isEqualTo(Tensor.of(Shape.of(2), 1f, -2f));
      assertThat(open.info("filler").bytes()).isEqualTo(filler);
      assertThatThrownBy(() -> open.read("filler"))
          .isInstanceOf(MalformedFileException.class)
          .hasMessageContaining("tensor 'filler' [5, 1073741824] has 5368709120 elements");
    }
  }

  @Test
  void aFileThatShrinksWhileOpenIsReported() throws IOException {
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter.write(file, Map.of("a", Tensor.zeros(Shape.of(9), DType.FLOAT32)), Map.of());
    try (SafetensorsFile open = SafetensorsFile.open(file);
        RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.setLength(raw.length() - 1);
      assertThatThrownBy(() -> open.read("a"))
          .isInstanceOf(MalformedFileException.class)
          .hasMessageContaining("while being read");
    }
  }

  @Test
  void everyHalfPrecisionNumberIsWidenedExactly() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      int significand = bits & 1023;
      double expected =
          exponent == 31
              ? (significand == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
              : exponent == 0
                  ? significand * 0x1p-24
                  : (1 + significand / 1024.0) * Math.pow(2, exponent - 15);
      double signed = (bits & 0x8000) == 0 ? expected : -expected;
      assertThat((double) HalfPrecision.fromFloat16((short) bits))
          .isEqualTo(Double.valueOf(signed));
      byte[] upper = {(byte) (bits >> 8), (byte) bits, 0, 0};
      assertThat(Float.floatToRawIntBits(HalfPrecision.fromBfloat16((short) bits)))
          .isEqualTo(ByteBuffer.wrap(upper).getInt());
    }
  }
}
