package io.deltarule.persist;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.deltarule.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes safetensors files, deterministically: the same tensors and metadata give the same bytes,
 * those of the format's reference implementation. FLOAT32, FLOAT64 and INT32 are stored as F32, F64
 * and I32.
 *
 * <p>Tensors with larger elements come first, then by name, so that each lies aligned; metadata is
 * sorted by key; spaces pad the header to a multiple of 8 bytes.
 */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;

  /** A multiple of every element size. */
  private static final int PIECE_BYTES = 1 << 20;

  private static final Comparator<String> BY_UTF8_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private static final Comparator<Map.Entry<String, Tensor>> FILE_ORDER =
      Comparator.<Map.Entry<String, Tensor>>comparingInt(e -> -e.getValue().dtype().bytes())
          .thenComparingInt(e -> e.getValue().dtype().isFloating() ? 0 : 1)
          .thenComparing(Map.Entry::getKey, BY_UTF8_BYTES);

  private SafetensorsWriter() {}

  /**
   * Writes tensors to a file, which is replaced in one step: see {@link OutputFile#replace}.
   *
   * @param target the file; missing folders are created
   * @param tensors by name, any order
   * @param metadata the {@code __metadata__} entries; left out if empty
   * @throws IllegalArgumentException if a tensor is called {@code __metadata__} or the names are
   *     too long for the format's header
   * @throws IOException if writing fails; what was there is then untouched
   */
  public static void write(Path target, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    if (tensors.containsKey(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException(
          "a tensor cannot be called " + SafetensorsHeader.METADATA + "; rename it");
    }
    List<Map.Entry<String, Tensor>> ordered =
        tensors.entrySet().stream().sorted(FILE_ORDER).toList();
    ByteBuffer start = header(ordered, metadata);
    OutputFile.replace(
        target,
        channel -> {
          writeFully(channel, start);
          ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
          for (Map.Entry<String, Tensor> entry : ordered) {
            writeData(channel, entry.getValue(), piece);
          }
        });
  }

  /** Length field and padded header. */
  private static ByteBuffer header(
      List<Map.Entry<String, Tensor>> tensors, Map<String, String> metadata) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(json)) {
      out.writeStartObject();
      if (!metadata.isEmpty()) {
        Map<String, String> sorted = new TreeMap<>(BY_UTF8_BYTES);
        sorted.putAll(metadata);
        out.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> entry : sorted.entrySet()) {
          out.writeStringField(entry.getKey(), entry.getValue());
        }
        out.writeEndObject();
      }
      long offset = 0;
      for (Map.Entry<String, Tensor> entry : tensors) {
        offset = writeEntry(out, entry.getKey(), entry.getValue(), offset);
      }
      out.writeEndObject();
    }
    int padding = Math.floorMod(-json.size(), ALIGNMENT);
    int length = json.size() + padding;
    if (length > SafetensorsHeader.MAX_BYTES) {
      throw new IllegalArgumentException(
          "the header of "
              + tensors.size()
              + " tensors takes "
              + length
              + " bytes, the format allows "
              + SafetensorsHeader.MAX_BYTES
              + "; shorten the metadata or split the file");
    }
    ByteBuffer bytes = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length).put(json.toByteArray());
    while (bytes.hasRemaining()) {
      bytes.put((byte) ' ');
    }
    return bytes.flip();
  }

  private static long writeEntry(JsonGenerator out, String name, Tensor tensor, long begin)
      throws IOException {
    long end = begin + (long) tensor.size() * tensor.dtype().bytes();
    out.writeObjectFieldStart(name);
    out.writeStringField("dtype", tensor.dtype().safetensorsName());
    out.writeArrayFieldStart("shape");
    for (int dim : tensor.shape().dims()) {
      out.writeNumber(dim);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("data_offsets");
    out.writeNumber(begin);
    out.writeNumber(end);
    out.writeEndArray();
    out.writeEndObject();
    return end;
  }

  private static void writeData(FileChannel channel, Tensor tensor, ByteBuffer piece)
      throws IOException {
    int perPiece = PIECE_BYTES / tensor.dtype().bytes();
    int count;
    for (int first = 0; first < tensor.size(); first += count) {
      count = Math.min(perPiece, tensor.size() - first);
      piece.clear();
      switch (tensor.dtype()) {
        case FLOAT32 -> piece.asFloatBuffer().put(tensor.floats(), first, count);
        case FLOAT64 -> piece.asDoubleBuffer().put(tensor.doubles(), first, count);
        case INT32 -> piece.asIntBuffer().put(tensor.ints(), first, count);
      }
      piece.limit(count * tensor.dtype().bytes());
      writeFully(channel, piece);
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
