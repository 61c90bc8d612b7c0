package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.persist.AllocatedBytes;
import io.deltarule.persist.MalformedFileException;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxFileTest {
  private static final String IMAGES = "00000803 00000002 00000001 00000003 00 01 7f 80 fe ff";

  @TempDir Path folder;

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static Tensor read(byte[] bytes, DType as) throws IOException {
    return IdxFile.read(new ByteArrayInputStream(bytes), "test.idx", as);
  }

  private static Tensor read(String hex, DType as) throws IOException {
    return read(bytes(hex), as);
  }

  @Test
  void readsImagesPlainAndCompressed() throws IOException {
    Tensor expected = Tensor.of(Shape.of(2, 1, 3), 0f, 1f, 127f, 128f, 254f, 255f);
    assertThat(read(IMAGES, DType.FLOAT32)).isEqualTo(expected);
    Path plain = Files.write(folder.resolve("images.idx"), bytes(IMAGES));
    assertThat(IdxFile.read(plain, DType.FLOAT32)).isEqualTo(expected);
    Path compressed = Files.write(folder.resolve("images.idx.gz"), gzip(bytes(IMAGES)));
    assertThat(IdxFile.read(compressed, DType.FLOAT32)).isEqualTo(expected);
  }

  @Test
  void readsEveryElementType() throws IOException {
    assertThat(read("00000801 00000003 00 80 ff", DType.INT32))
        .isEqualTo(Tensor.of(Shape.of(3), 0, 128, 255));
    assertThat(read("00000901 00000003 00 80 ff", DType.INT32))
        .isEqualTo(Tensor.of(Shape.of(3), 0, -128, -1));
    assertThat(read("00000b01 00000002 8000 0102", DType.INT32))
        .isEqualTo(Tensor.of(Shape.of(2), -32768, 258));
    assertThat(read("00000c01 00000002 80000000 01020304", DType.INT32))
        .isEqualTo(Tensor.of(Shape.of(2), Integer.MIN_VALUE, 0x01020304));
    assertThat(read("00000d01 00000002 3f800000 c0200000", DType.FLOAT32))
        .isEqualTo(Tensor.of(Shape.of(2), 1f, -2.5f));
    assertThat(read("00000e01 00000002 3fb999999999999a c004000000000000", DType.FLOAT64))
        .isEqualTo(Tensor.of(Shape.of(2), 0.1, -2.5));
  }

  @Test
  void convertsBetweenTypes() throws IOException {
    assertThat(read("00000e01 00000001 3fb999999999999a", DType.FLOAT32))
        .isEqualTo(Tensor.of(Shape.of(1), 0.1f));
    assertThat(read("00000c01 00000001 01020304", DType.FLOAT64))
        .isEqualTo(Tensor.of(Shape.of(1), 16909060.0));
    assertThat(read("00000d01 00000002 40400000 c0400000", DType.INT32))
        .isEqualTo(Tensor.of(Shape.of(2), 3, -3));
    assertThatThrownBy(() -> read("00000d01 00000002 40400000 c0200000", DType.INT32))
        .isInstanceOf(MalformedFileException.class)
        .hasMessage("test.idx: element 1 is -2.5, not a 32-bit integer; read it as FLOAT32");
    assertThatThrownBy(() -> read("00000d01 00000001 7fc00000", DType.INT32))
        .hasMessageContaining("element 0 is NaN");
  }

  @Test
  void readsScalarsAndEmptyTensors() throws IOException {
    assertThat(read("00000800 07", DType.INT32)).isEqualTo(Tensor.scalar(7));
    assertThat(read("00000802 00000000 7fffffff", DType.FLOAT32).shape())
        .isEqualTo(Shape.of(0, Integer.MAX_VALUE));
  }

  @Test
  void elementsBeyondOnePieceKeepTheirPlace() throws IOException {
    int n = 100_003; // of 8 bytes; pieces have 2^18
    ByteBuffer buffer = ByteBuffer.allocate(8 + 8 * n);
    buffer.putInt(0x00000e01).putInt(n);
    for (int i = 0; i < n; i++) {
      buffer.putDouble(i + 0.5);
    }
    double[] read = read(gzip(buffer.array()), DType.FLOAT64).doubles();
    for (int i = 0; i < n; i++) {
      assertThat(read[i]).isEqualTo(i + 0.5);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                          truncated in its magic number",
    "000008,                                      truncated in its magic number",
    "01000801 00000001 00,                        'starts with 01000801, expected 0000'",
    "00010801 00000001 00,                        starts with 00010801",
    "00000a01 00000001 00,                        starts with 00000a01",
    "00000f01 00000001 00,                        starts with 00000f01",
    "000008ff,                                    claims 255 dimensions",
    "00000802 00000001 000000,                    'truncated in its dimensions: expected 8 bytes,"
        + " found 7'",
    "00000801 00000003 0001,                      'is truncated: shape [3] takes 3 bytes, found 2'",
    "00000c01 00000001 000102,                    'is truncated: shape [1] takes 4 bytes, found 3'",
    "00000801 00000001 0001,                      has bytes after the last element",
    "00000801 ffffffff 00,                        dimension 0 is 4294967295",
    "00000801 7fffffff 00,                        'claims shape [2147483647]'",
    "00000802 7fffffff 7fffffff 00,               'claims shape [2147483647, 2147483647]'",
    "00000803 7fffffff 7fffffff 7fffffff 00,      the product of its 3 dimensions overflows"
  })
  void damagedFilesAreRefusedPlainAndCompressed(String hex, String reason) throws IOException {
    byte[] bytes = bytes(hex == null ? "" : hex);
    for (byte[] form : new byte[][] {bytes, gzip(bytes)}) {
      long before = AllocatedBytes.ofCurrentThread();
      assertThatThrownBy(() -> read(form, DType.FLOAT32))
          .isInstanceOf(MalformedFileException.class)
          .hasMessageStartingWith("test.idx: ")
          .hasMessageContaining(reason);
      assertThat(AllocatedBytes.ofCurrentThread() - before).isLessThan(4 << 20);
    }
  }

  /** 64 MB are claimed, 16 bytes are there: memory follows what is there. */
  @Test
  void memoryGrowsWithTheDataNotWithTheClaim() throws IOException {
    byte[] bytes = gzip(bytes("00000801 04000000 0102030405060708"));
    long before = AllocatedBytes.ofCurrentThread();
    assertThatThrownBy(() -> read(bytes, DType.FLOAT32))
        .hasMessageContaining("takes 67108864 bytes, found 8");
    assertThat(AllocatedBytes.ofCurrentThread() - before).isLessThan(4 << 20);
  }

  @Test
  void damageOfTheCompressionIsReported() throws IOException {
    byte[] good = gzip(bytes(IMAGES));
    for (int length = 2; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> read(cut, DType.FLOAT32))
          .as("%d bytes", length)
          .isInstanceOf(MalformedFileException.class)
          .hasMessageContaining("truncated");
    }
    byte[] wrongChecksum = good.clone();
    wrongChecksum[good.length - 8] ^= 1;
    assertThatThrownBy(() -> read(wrongChecksum, DType.FLOAT32))
        .isInstanceOf(MalformedFileException.class)
        .hasMessageContaining("damaged");
    for (int rest : new int[] {1, 5, 100}) {
      byte[] longer = Arrays.copyOf(good, good.length + rest);
      assertThatThrownBy(() -> read(longer, DType.FLOAT32))
          .as("%d bytes more", rest)
          .isInstanceOf(MalformedFileException.class)
          .hasMessageContaining("after the compressed data");
    }
  }

  @Property(tries = 2000, seed = "1")
  void mutatedFilesAreReadOrRefused(@ForAll int choice, @ForAll @IntRange(min = 1, max = 3) int n)
      throws IOException {
    Random random = new Random(choice);
    byte[] bytes = bytes(IMAGES);
    if (random.nextBoolean()) {
      bytes = gzip(bytes);
    }
    for (int i = 0; i < n; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(3) - 1);
    long before = AllocatedBytes.ofCurrentThread();
    try {
      Tensor tensor = read(bytes, DType.FLOAT32);
      assertThat((long) tensor.size()).isEqualTo(tensor.shape().elementCount());
    } catch (MalformedFileException e) {
      assertThat(e).hasMessageStartingWith("test.idx: ");
    }
    assertThat(AllocatedBytes.ofCurrentThread() - before).isLessThan(4 << 20);
  }
}
