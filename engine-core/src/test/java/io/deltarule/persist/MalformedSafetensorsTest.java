package io.deltarule.persist;

import static io.deltarule.persist.SafetensorsBytes.entry;
import static io.deltarule.persist.SafetensorsBytes.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedSafetensorsTest {
  private static final String GOOD = entry("a", "F32", "[2]", 0, 8);

  @TempDir Path folder;

  private static Arguments fault(String what, byte[] bytes, String... messageParts) {
    return Arguments.of(what, bytes, messageParts);
  }

  static Stream<Arguments> faults() {
    byte[] brace = "{}".getBytes(StandardCharsets.UTF_8);
    byte[] latin1 = "{\"\u00e9\":1}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);
    return Stream.of(
        fault("empty file", new byte[0], "the file has 0 bytes"),
        fault("shorter than the length field", new byte[7], "the file has 7 bytes"),
        fault("header length zero", file(0, new byte[0], 0), "must start with '{'"),
        fault("header beyond the file", file(3, brace, 0), "claims 3 bytes", "only 2 follow"),
        fault("header over the cap", file(100_000_001, brace, 0), "100000001", "100000000"),
        fault("header length negative", file(-1, brace, 0), "claims 18446744073709551615 bytes"),
        fault("header length huge", file(Long.MAX_VALUE, brace, 0), "9223372036854775807"),
        fault("no brace", file(" {}", 0), "must start with '{'"),
        fault("an array", file("[]", 0), "must start with '{'"),
        fault("not UTF-8", file(latin1.length, latin1, 0), "not valid UTF-8"),
        fault("UTF-16", file(utf16.length, utf16, 0), "not valid JSON"),
        fault("unclosed", file("{", 0), "not valid JSON"),
        fault("unclosed entry", file("{\"a\":{\"dtype\":\"F32\"", 0), "not valid JSON"),
        fault("text after the header", file("{} x", 0), "not valid JSON"),
        fault("second object", file("{}{}", 0), "text after its closing brace"),
        fault("comment", file("{/**/}", 0), "not valid JSON"),
        fault("single quotes", file("{'a':1}", 0), "not valid JSON"),
        fault("duplicate name", file("{" + GOOD + "," + GOOD + "}", 8), "Duplicate field 'a'"),
        fault(
            "duplicate field",
            file(
                "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}",
                0),
            "Duplicate field 'dtype'"),
        fault(
            "unknown dtype",
            file("{" + entry("a", "F8_E4M3", "[2]", 0, 2) + "}", 2),
            "tensor 'a'",
            "dtype 'F8_E4M3' is not supported",
            "F32"),
        fault(
            "lower-case dtype", file("{" + entry("a", "f32", "[2]", 0, 8) + "}", 8), "dtype 'f32'"),
        fault("entry not an object", file("{\"a\":[1]}", 0), "tensor 'a'", "must be an object"),
        fault(
            "missing field",
            file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8),
            "needs the fields dtype, shape and data_offsets"),
        fault("unknown field", file("{\"a\":{\"stride\":[2]}}", 8), "unknown field 'stride'"),
        fault(
            "negative dimension",
            file("{" + entry("a", "F32", "[-2]", 0, 8) + "}", 8),
            "shape must hold integers of 0 or more, found -2"),
        fault("minus zero", file("{" + entry("a", "F32", "[-0]", 0, 0) + "}", 0), "found -0"),
        fault(
            "fractional dimension",
            file("{" + entry("a", "F32", "[2.0]", 0, 8) + "}", 8),
            "integers of 0 or more, found 2.0"),
        fault(
            "dimension as text",
            file("{" + entry("a", "F32", "[\"2\"]", 0, 8) + "}", 8),
            "found 2"),
        fault("shape not an array", file("{" + entry("a", "F32", "2", 0, 8) + "}", 8), "an array"),
        fault(
            "dimension over 2^31",
            file("{" + entry("a", "U8", "[2147483648]", 0, 8) + "}", 8),
            "a dimension over 2147483647"),
        fault(
            "element count overflows",
            file("{" + entry("a", "F32", "[2147483647,2147483647,4]", 0, 8) + "}", 8),
            "overflows the element count"),
        fault(
            "byte count overflows",
            file("{" + entry("a", "F32", "[2147483647,2147483647]", 0, 8) + "}", 8),
            "overflows the byte count"),
        fault(
            "hostile rank",
            file("{" + entry("a", "F32", "[" + "1,".repeat(64) + "2]", 0, 8) + "}", 8),
            "more than 64 entries"),
        fault("too deep", file("{\"a\":{\"shape\":[[[[[1]]]]]}}", 0), "not valid JSON", "depth"),
        fault(
            "number over 63 bits",
            file("{\"a\":{\"data_offsets\":[0,9223372036854775808]}}", 0),
            "not valid JSON",
            "out of range"),
        fault(
            "endless number",
            file("{\"a\":{\"data_offsets\":[0," + "9".repeat(5000) + "]}}", 0),
            "not valid JSON",
            "5000"),
        fault(
            "negative offset",
            file("{" + entry("a", "F32", "[2]", -8, 0) + "}", 8),
            "data_offsets must hold integers of 0 or more, found -8"),
        fault(
            "backward offsets",
            file("{" + entry("a", "F32", "[2]", 8, 0) + "}", 8),
            "begin <= end, got [8, 0]"),
        fault(
            "three offsets",
            file("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0,0]}}", 0),
            "more than 2 entries"),
        fault(
            "one offset",
            file("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0]}}", 0),
            "begin <= end, got [0]"),
        fault(
            "size differs from the shape",
            file("{" + entry("a", "F32", "[3]", 0, 8) + "}", 8),
            "tensor 'a': F32[3] takes 12 bytes, but data_offsets [0, 8] hold 8"),
        fault(
            "beyond the file",
            file("{" + entry("a", "F32", "[2]", 0, 8) + "}", 7),
            "tensor 'a' ends at byte 8 of the data, but only 7 bytes follow",
            "truncated"),
        fault(
            "overlap",
            file(
                "{" + entry("a", "F32", "[2]", 0, 8) + "," + entry("b", "F32", "[1]", 4, 8) + "}",
                8),
            "tensor 'b' begins at byte 4 of the data, expected 8, where tensor 'a' ends",
            "overlap"),
        fault(
            "same place twice",
            file(
                "{" + entry("a", "F32", "[2]", 0, 8) + "," + entry("b", "F32", "[2]", 0, 8) + "}",
                8),
            "overlap"),
        fault(
            "gap",
            file(
                "{" + entry("b", "U8", "[1]", 2, 3) + "," + entry("a", "U8", "[1]", 0, 1) + "}", 3),
            "tensor 'b' begins at byte 2 of the data, expected 1, where tensor 'a' ends",
            "gap"),
        fault(
            "gap before the first",
            file("{" + entry("a", "U8", "[1]", 1, 2) + "}", 2),
            "the start"),
        fault(
            "trailing bytes",
            file("{" + GOOD + "}", 11),
            "3 bytes follow the end of the last tensor"),
        fault("data without tensors", file("{}", 1), "1 bytes follow"),
        fault(
            "metadata not an object",
            file("{\"__metadata__\":3}", 0),
            "must be an object",
            "found 3"),
        fault(
            "metadata not text",
            file("{\"__metadata__\":{\"epoch\":3}}", 0),
            "__metadata__ entry 'epoch' must be a string, found 3"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void faultIsReportedWithFileAndReason(String what, byte[] bytes, String[] messageParts)
      throws IOException {
    Path file = Files.write(folder.resolve("model.safetensors"), bytes);
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .as(what)
        .isInstanceOf(MalformedFileException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContainingAll(messageParts);
    // The channel was closed: on Windows the file could not be deleted otherwise.
    Files.delete(file);
  }

  @Test
  void legalOdditiesAreAccepted() throws IOException {
    String header =
        "{"
            + entry("b", "U8", "[2]", 1, 3)
            + ",\"__metadata__\":{}, "
            + entry("none", "F64", "[4,0]", 1, 1)
            + ",\n\t"
            + entry("", "BOOL", "[]", 0, 1)
            + "} \n ";
    Path file = Files.write(folder.resolve("odd.safetensors"), file(header, 3));
    assertThat(SafetensorsFile.readAll(file))
        .containsOnly(
            Map.entry("b", Tensor.of(Shape.of(2), 2, 3)),
            Map.entry("none", Tensor.of(Shape.of(4, 0), new double[0])),
            Map.entry("", Tensor.scalar(1)));
    Path empty = Files.write(folder.resolve("empty.safetensors"), file("{}", 0));
    assertThat(SafetensorsFile.readAll(empty)).isEmpty();
  }

  @Test
  void valuesThatTheirTypeForbidsAreReportedWithTheirPlace() throws IOException {
    String header =
        "{" + entry("flag", "BOOL", "[2]", 0, 2) + "," + entry("big", "U64", "[1]", 2, 10) + "}";
    Path file = Files.write(folder.resolve("model.safetensors"), file(header, 10));
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertThatThrownBy(() -> open.read("flag"))
          .isInstanceOf(MalformedFileException.class)
          .hasMessageContaining("tensor 'flag' element 1 is 2, a BOOL is 0 or 1");
      assertThatThrownBy(() -> open.read("big"))
          .isInstanceOf(MalformedFileException.class)
          .hasMessageContaining("doesn't fit INT32");
      assertThatThrownBy(open::readAll).isInstanceOf(MalformedFileException.class);
    }
  }

  @Test
  void allOnesIsNotMistakenForMinusOneInUnsigned64() throws IOException {
    byte[] bytes = file("{" + entry("big", "U64", "[1]", 0, 8) + "}", 8);
    Arrays.fill(bytes, bytes.length - 8, bytes.length, (byte) 0xFF);
    Path file = Files.write(folder.resolve("model.safetensors"), bytes);
    assertThatThrownBy(() -> SafetensorsFile.readAll(file))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("18446744073709551615");
  }

  @Test
  void askingForATensorThatIsNotThereNamesThoseThatAre() throws IOException {
    Path file = Files.write(folder.resolve("model.safetensors"), file("{" + GOOD + "}", 8));
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertThatThrownBy(() -> open.read("fc1.weight"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has no tensor 'fc1.weight'; it holds [a]");
    }
  }

  @Test
  void aFolderIsNotAFile() {
    assertThatThrownBy(() -> SafetensorsFile.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a folder");
  }

  /** A file with holes takes no disk: what a heap holds by its size alone is still too much. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aTensorThatTakesNearlyTheWholeHeapIsAnErrorAndNotTheEndOfMemory() throws IOException {
    long heap = Runtime.getRuntime().maxMemory();
    long elements = Math.min(heap / 4 - 1024, Integer.MAX_VALUE);
    byte[] start = file("{" + entry("a", "F32", "[" + elements + "]", 0, 4 * elements) + "}", 0);
    Path path = Files.write(folder.resolve("sparse"), start);
    try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
      sparse.setLength(start.length + 4 * elements);
    }
    assertThatThrownBy(() -> SafetensorsFile.readAll(path))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("'a'");
  }
}
