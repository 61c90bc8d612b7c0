package io.deltarule.persist;

import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads the bytes of one tensor in pieces and converts them to the host type. */
final class TensorReader {
  /**
   * Pieces keep the copy outside the tensor's own array small; a multiple of every element size.
   */
  private static final int PIECE_BYTES = 1 << 20;

  /** The largest array that HotSpot allocates is a little shorter than Integer.MAX_VALUE. */
  private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private TensorReader() {}

  static Tensor read(Path path, FileChannel channel, long dataStart, TensorInfo info)
      throws IOException {
    checkFits(path, info);
    Tensor tensor = allocate(path, info);
    ByteBuffer piece =
        ByteBuffer.allocate((int) Math.min(PIECE_BYTES, info.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    int first = 0;
    for (long done = 0; done < info.bytes(); done += piece.limit()) {
      piece.clear().limit((int) Math.min(PIECE_BYTES, info.bytes() - done));
      readFully(path, channel, piece, dataStart + info.begin() + done);
      int count = piece.limit() / info.type().bytes();
      switch (tensor.dtype()) {
        case FLOAT32 -> floats(info.type(), piece, tensor.floats(), first, count);
        case FLOAT64 -> piece.asDoubleBuffer().get(tensor.doubles(), first, count);
        case INT32 -> ints(path, info, piece, tensor.ints(), first, count);
      }
      first += count;
    }
    return tensor;
  }

  /** A heap that holds the tensor by its size may be in use, or in parts that don't. */
  private static Tensor allocate(Path path, TensorInfo info) throws IOException {
    try {
      return Tensor.zeros(info.shape(), info.type().hostType());
    } catch (OutOfMemoryError e) {
      throw new MalformedFileException(
          path,
          "tensor '"
              + info.name()
              + "' "
              + info.shape()
              + " finds no room on the heap of "
              + Runtime.getRuntime().maxMemory()
              + " bytes; raise -Xmx if you trust this file",
          e);
    }
  }

  private static void checkFits(Path path, TensorInfo info) throws IOException {
    long elements = info.shape().elementCount();
    if (elements > MAX_ELEMENTS) {
      throw new MalformedFileException(
          path,
          "tensor '"
              + info.name()
              + "' "
              + info.shape()
              + " has "
              + elements
              + " elements, a host tensor holds at most "
              + MAX_ELEMENTS
              + "; split it");
    }
    long needed = elements * info.type().hostType().bytes();
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap) {
      throw new MalformedFileException(
          path,
          "tensor '"
              + info.name()
              + "' "
              + info.shape()
              + " needs "
              + needed
              + " bytes, the heap has "
              + heap
              + "; raise -Xmx if you trust this file");
    }
  }

  private static void floats(StoredType type, ByteBuffer piece, float[] out, int first, int count) {
    switch (type) {
      case F32 -> piece.asFloatBuffer().get(out, first, count);
      case F16 -> {
        for (int i = 0; i < count; i++) {
          out[first + i] = HalfPrecision.fromFloat16(piece.getShort(2 * i));
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          out[first + i] = HalfPrecision.fromBfloat16(piece.getShort(2 * i));
        }
      }
      default -> throw new AssertionError(type);
    }
  }

  private static void ints(
      Path path, TensorInfo info, ByteBuffer piece, int[] out, int first, int count)
      throws IOException {
    StoredType type = info.type();
    if (type == StoredType.I32) {
      piece.asIntBuffer().get(out, first, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      long value = integer(type, piece, i * type.bytes());
      if (!isLegal(type, value)) {
        throw new MalformedFileException(
            path,
            "tensor '"
                + info.name()
                + "' element "
                + (first + i)
                + " is "
                + (type == StoredType.U64 ? Long.toUnsignedString(value) : Long.toString(value))
                + (type == StoredType.BOOL
                    ? ", a BOOL is 0 or 1"
                    : ", which doesn't fit INT32; store it as F64 or in a smaller range"));
      }
      out[first + i] = (int) value;
    }
  }

  private static boolean isLegal(StoredType type, long value) {
    return switch (type) {
      case BOOL -> value <= 1;
      case U64 -> 0 <= value && value <= Integer.MAX_VALUE; // over 2^63 it looks negative
      default -> value == (int) value;
    };
  }

  /** One stored integer, sign- or zero-extended; of a U64 the bits. */
  private static long integer(StoredType type, ByteBuffer piece, int at) {
    return switch (type) {
      case I64, U64 -> piece.getLong(at);
      case U32 -> Integer.toUnsignedLong(piece.getInt(at));
      case I16 -> piece.getShort(at);
      case U16 -> Short.toUnsignedInt(piece.getShort(at));
      case I8 -> piece.get(at);
      case U8, BOOL -> Byte.toUnsignedInt(piece.get(at));
      default -> throw new AssertionError(type);
    };
  }

  /** Fills the buffer from a position in the file and flips it. */
  static void readFully(Path path, FileChannel channel, ByteBuffer into, long position)
      throws IOException {
    while (into.hasRemaining()) {
      int got = channel.read(into, position);
      if (got < 0) {
        throw new MalformedFileException(
            path, "ends at byte " + position + " while being read; was it replaced meanwhile?");
      }
      position += got;
    }
    into.flip();
  }
}
