package io.deltarule.persist;

import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file, open for reading. The whole header is validated against the file's length
 * when it is opened; tensors are read when asked for, so a file larger than memory can be picked
 * from.
 *
 * <p>The format (<a href="https://github.com/huggingface/safetensors">huggingface/safetensors</a>):
 * 8 bytes of little-endian header length, a JSON object, then the tensors' little-endian bytes.
 * This reader is strict: the tensors must tile the data section without gap, overlap or rest, names
 * are unique, and an entry has exactly the fields of the format.
 *
 * <p>Reading is safe from several threads at once. On Windows an open file can't be replaced: close
 * it before saving under the same name.
 */
public final class SafetensorsFile implements AutoCloseable {
  private static final long LENGTH_BYTES = 8;

  /** Bytes of heap that a byte of header may take: the worst case is many tiny entries. */
  private static final int HEAP_PER_HEADER_BYTE = 16;

  private final Path path;
  private final FileChannel channel;
  private final long dataStart;
  private final Map<String, TensorInfo> tensors;
  private final Map<String, String> metadata;

  private SafetensorsFile(
      Path path, FileChannel channel, long dataStart, SafetensorsHeader header) {
    this.path = path;
    this.channel = channel;
    this.dataStart = dataStart;
    this.metadata = Collections.unmodifiableMap(header.metadata());
    Map<String, TensorInfo> byName = new LinkedHashMap<>();
    for (TensorInfo info : header.tensors()) {
      byName.put(info.name(), info);
    }
    this.tensors = Collections.unmodifiableMap(byName);
  }

  /**
   * Opens and validates a file.
   *
   * @throws MalformedFileException if it isn't a valid safetensors file, or needs more memory for
   *     its header than there is
   * @throws IOException if it can't be read
   */
  public static SafetensorsFile open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a folder; give a safetensors file");
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      long length = channel.size();
      int headerBytes = headerLength(path, channel, length);
      ByteBuffer bytes = ByteBuffer.allocate(headerBytes);
      TensorReader.readFully(path, channel, bytes, LENGTH_BYTES);
      SafetensorsHeader header = SafetensorsHeader.parse(path, bytes);
      long dataStart = LENGTH_BYTES + headerBytes;
      SafetensorsLayout.check(path, header.tensors(), length - dataStart);
      return new SafetensorsFile(path, channel, dataStart, header);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  private static int headerLength(Path path, FileChannel channel, long length) throws IOException {
    if (length < LENGTH_BYTES) {
      throw new MalformedFileException(
          path, "the file has " + length + " bytes, a safetensors file has 10 or more");
    }
    ByteBuffer field = ByteBuffer.allocate((int) LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    TensorReader.readFully(path, channel, field, 0);
    long header = field.getLong();
    // Unsigned in the file: what looks negative is far too large as well.
    if (header < 0 || header > SafetensorsHeader.MAX_BYTES) {
      throw new MalformedFileException(
          path,
          "the header claims "
              + Long.toUnsignedString(header)
              + " bytes, the format allows "
              + SafetensorsHeader.MAX_BYTES
              + "; this is not a safetensors file");
    }
    if (header > length - LENGTH_BYTES) {
      throw new MalformedFileException(
          path,
          "the header claims "
              + header
              + " bytes, but only "
              + (length - LENGTH_BYTES)
              + " follow; the file is truncated or not safetensors");
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (header > heap / HEAP_PER_HEADER_BYTE) {
      throw new MalformedFileException(
          path,
          "the header of "
              + header
              + " bytes may need more than the heap of "
              + heap
              + "; raise -Xmx if you trust this file");
    }
    return (int) header;
  }

  /** The file's tensor names in the header's order. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** Type, shape and place of every tensor in the header's order. */
  public List<TensorInfo> tensors() {
    return List.copyOf(tensors.values());
  }

  /** The {@code __metadata__} entries; empty if there are none. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * Type, shape and place of a tensor.
   *
   * @throws IllegalArgumentException if the file has no tensor of this name
   */
  public TensorInfo info(String name) {
    TensorInfo info = tensors.get(name);
    if (info == null) {
      throw new IllegalArgumentException(
          path + ": has no tensor '" + name + "'; it holds " + someNames());
    }
    return info;
  }

  private String someNames() {
    List<String> shown = new ArrayList<>();
    for (String name : tensors.keySet()) {
      if (shown.size() == 20) {
        shown.add("... (" + tensors.size() + " in all)");
        break;
      }
      shown.add(name);
    }
    return shown.toString();
  }

  /**
   * Reads one tensor, converted to the host type of its stored type: floating-point exactly,
   * integers to INT32.
   *
   * @throws IllegalArgumentException if the file has no tensor of this name
   * @throws MalformedFileException if an integer doesn't fit INT32, a BOOL isn't 0 or 1, or the
   *     tensor is larger than an array or the heap can hold
   * @throws IOException if reading fails
   */
  public Tensor read(String name) throws IOException {
    return TensorReader.read(path, channel, dataStart, info(name));
  }

  /**
   * Reads every tensor, in the header's order: all or none.
   *
   * @throws IOException as {@link #read}
   */
  public Map<String, Tensor> readAll() throws IOException {
    Map<String, Tensor> all = new LinkedHashMap<>();
    for (String name : tensors.keySet()) {
      all.put(name, read(name));
    }
    return all;
  }

  /** Opens a file, reads every tensor and closes it: all or none. */
  public static Map<String, Tensor> readAll(Path path) throws IOException {
    try (SafetensorsFile file = open(path)) {
      return file.readAll();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
