package io.deltarule.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against bytes that this code didn't make: spelled out here, and recorded from PyTorch. */
class SafetensorsConformanceTest {
  private static final HexFormat HEX = HexFormat.of();

  @TempDir Path folder;

  /** 64 bytes of header, padded from 57; then 1.0, -2.0 as little-endian binary32. */
  private static byte[] spelledOut() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(HEX.parseHex("4000000000000000"));
    bytes.writeBytes(
        "{\"fc\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}       "
            .getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(HEX.parseHex("0000803f" + "000000c0"));
    return bytes.toByteArray();
  }

  @Test
  void readsASpelledOutFile() throws IOException {
    Path file = Files.write(folder.resolve("spelled.safetensors"), spelledOut());
    assertThat(SafetensorsFile.readAll(file))
        .isEqualTo(Map.of("fc", Tensor.of(Shape.of(1, 2), 1f, -2f)));
  }

  @Test
  void writesASpelledOutFile() throws IOException {
    Path file = folder.resolve("written.safetensors");
    SafetensorsWriter.write(file, Map.of("fc", Tensor.of(Shape.of(1, 2), 1f, -2f)), Map.of());
    assertThat(Files.readAllBytes(file)).isEqualTo(spelledOut());
  }

  private static Map<String, Tensor> engineTypes() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "fc1.weight",
        Tensor.of(Shape.of(2, 3), 0.5f, -1f, 3e38f, 1.4e-45f, Float.POSITIVE_INFINITY, -0f));
    tensors.put("fc1.bias", Tensor.of(Shape.of(2), 1.5f, -2.25f));
    tensors.put("double", Tensor.of(Shape.of(2), 0.1, -1e300));
    tensors.put("labels", Tensor.of(Shape.of(3), 3, -7, Integer.MAX_VALUE));
    tensors.put("scalar", Tensor.scalar(42f));
    tensors.put("empty", Tensor.of(Shape.of(0, 3), new float[0]));
    return tensors;
  }

  @Test
  void readsWhatPyTorchWrote() throws IOException {
    Path file = recorded("engine_types.safetensors");
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertThat(open.metadata()).isEqualTo(Map.of("format", "pt"));
      assertThat(open.readAll()).isEqualTo(engineTypes());
      assertThat(open.info("fc1.weight").type()).isEqualTo(StoredType.F32);
      assertThat(open.info("fc1.weight").shape()).isEqualTo(Shape.of(2, 3));
    }
  }

  @Test
  void writesTheBytesThatPyTorchWrote() throws IOException {
    Path file = folder.resolve("ours.safetensors");
    SafetensorsWriter.write(file, new HashMap<>(engineTypes()), Map.of("format", "pt"));
    assertThat(file).hasSameBinaryContentAs(recorded("engine_types.safetensors"));
  }

  @Test
  void widensTheTypesThatTheEngineDoesNotHave() throws IOException {
    try (SafetensorsFile open = SafetensorsFile.open(recorded("other_types.safetensors"))) {
      assertThat(open.read("f16"))
          .isEqualTo(
              Tensor.of(Shape.of(6), 1f, -0.5f, 65504f, 0x1p-24f, Float.POSITIVE_INFINITY, -0f));
      assertThat(open.read("bf16"))
          .isEqualTo(Tensor.of(Shape.of(4), 1f, -3.140625f, 0x1.fep127f, Float.NEGATIVE_INFINITY));
      assertThat(open.read("i64"))
          .isEqualTo(Tensor.of(Shape.of(3), 0, Integer.MIN_VALUE, Integer.MAX_VALUE));
      assertThat(open.read("i16")).isEqualTo(Tensor.of(Shape.of(2), -32768, 32767));
      assertThat(open.read("i8")).isEqualTo(Tensor.of(Shape.of(2), -128, 127));
      assertThat(open.read("u8")).isEqualTo(Tensor.of(Shape.of(2), 0, 255));
      assertThat(open.read("u16")).isEqualTo(Tensor.of(Shape.of(2), 0, 65535));
      assertThat(open.read("u32")).isEqualTo(Tensor.of(Shape.of(2), 0, Integer.MAX_VALUE));
      assertThat(open.read("u64")).isEqualTo(Tensor.of(Shape.of(1), 5));
      assertThat(open.read("bool")).isEqualTo(Tensor.of(Shape.of(3), 1, 0, 1));
      assertThatThrownBy(() -> open.read("i64_wide"))
          .isInstanceOf(MalformedFileException.class)
          .hasMessageContaining("tensor 'i64_wide' element 1 is 2147483648")
          .hasMessageContaining("doesn't fit INT32");
    }
  }

  /** The recorded files are class-path resources; the reader wants a path. */
  private Path recorded(String name) throws IOException {
    try (InputStream in = getClass().getResourceAsStream(name)) {
      Path copy = folder.resolve("recorded-" + name);
      Files.copy(in, copy);
      return copy;
    }
  }
}
