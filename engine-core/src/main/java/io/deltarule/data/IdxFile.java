package io.deltarule.data;

import io.deltarule.persist.MalformedFileException;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the IDX format of the MNIST files, plain or compressed with gzip (told by the content).
 *
 * <p>A file is two zero bytes, a type code, the number of dimensions, that many big-endian 32-bit
 * dimensions, and the big-endian elements in row-major order (<a
 * href="http://yann.lecun.com/exdb/mnist/">Y. LeCun, C. Cortes, C. Burges: The MNIST database</a>).
 * The reader is strict: anything missing and anything left over is an error. Memory grows with what
 * the file really holds, never with what it claims.
 */
public final class IdxFile {
  private static final int MAX_RANK = 16;
  private static final int GZIP_MAGIC = 0x1F8B;

  /**
   * Memory is taken in pieces as data arrive, small enough to be ordinary objects to the collector.
   */
  private static final int PIECE_BYTES = 1 << 18;

  /** The largest array that HotSpot allocates is a little shorter than Integer.MAX_VALUE. */
  private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private final Object name;
  private final InputStream in;

  private IdxFile(Object name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /**
   * Reads a file.
   *
   * @param as the element type of the result. FLOAT32 rounds doubles and large integers to nearest;
   *     INT32 takes whole numbers only
   * @throws MalformedFileException if the file isn't valid IDX, holds a number that the type can't,
   *     or needs more memory than there is
   * @throws IOException if it can't be read
   */
  public static Tensor read(Path file, DType as) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString(), as);
    }
  }

  /**
   * Reads a stream, such as a class-path resource, to its end. It isn't closed.
   *
   * @param name names the stream in messages
   * @param as the element type of the result, as for a file
   * @throws IOException as for a file
   */
  public static Tensor read(InputStream stream, String name, DType as) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stream, 1 << 16);
    in.mark(2);
    int magic = in.read() << 8 | in.read();
    in.reset();
    try {
      if (magic != GZIP_MAGIC) {
        return new IdxFile(name, in).readTensor(as);
      }
      StrictGzip content = new StrictGzip(in);
      Tensor tensor = new IdxFile(name, content).readTensor(as);
      if (content.hasRest()) {
        throw new MalformedFileException(name, "has bytes after the compressed data");
      }
      return tensor;
    } catch (EOFException e) {
      throw new MalformedFileException(name, "the compressed data are truncated", e);
    } catch (ZipException e) {
      throw new MalformedFileException(name, "the compressed data are damaged", e);
    }
  }

  private Tensor readTensor(DType as) throws IOException {
    byte[] magic = readExactly(4, "magic number");
    IdxType type =
        IdxType.of(magic[2] & 0xFF)
            .filter(known -> magic[0] == 0 && magic[1] == 0)
            .orElseThrow(
                () ->
                    fault(
                        "starts with "
                            + HexFormat.of().formatHex(magic)
                            + ", expected 0000, a type code of 08, 09 or 0b to 0e, and the number"
                            + " of dimensions; this is not an IDX file"));
    int rank = magic[3] & 0xFF;
    if (rank > MAX_RANK) {
      throw fault("claims " + rank + " dimensions, at most " + MAX_RANK + " are supported");
    }
    Shape shape = shape(readExactly(4 * rank, "dimensions"), rank);
    checkFits(type, shape, as);
    try {
      List<byte[]> pieces = readPieces(shape.elementCount() * type.bytes(), shape);
      if (in.read() >= 0) {
        throw fault("has bytes after the last element of shape " + shape);
      }
      return convert(type, shape, pieces, as);
    } catch (OutOfMemoryError e) {
      // What the heap can hold by its size may be in use, or in parts that can't.
      throw new MalformedFileException(
          name,
          "claims shape "
              + shape
              + ", which finds no room on the heap of "
              + Runtime.getRuntime().maxMemory()
              + " bytes; raise -Xmx if you trust this file",
          e);
    }
  }

  private Shape shape(byte[] bytes, int rank) throws IOException {
    ByteBuffer field = ByteBuffer.wrap(bytes);
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = field.getInt();
      if (dims[i] < 0) {
        throw fault(
            "dimension "
                + i
                + " is "
                + Integer.toUnsignedString(dims[i])
                + ", at most "
                + Integer.MAX_VALUE
                + " is supported");
      }
    }
    try {
      return Shape.of(dims);
    } catch (IllegalArgumentException e) {
      throw fault("the product of its " + rank + " dimensions overflows");
    }
  }

  private void checkFits(IdxType type, Shape shape, DType as) throws IOException {
    long count = shape.elementCount();
    if (count > MAX_ELEMENTS) {
      throw fault(
          "claims shape "
              + shape
              + " of "
              + count
              + " elements, a host tensor holds at most "
              + MAX_ELEMENTS);
    }
    long needed = count * (type.bytes() + as.bytes());
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap - heap / 4) {
      throw fault(
          "claims shape "
              + shape
              + ", which takes "
              + needed
              + " bytes to read, the heap has "
              + heap
              + "; raise -Xmx if you trust this file");
    }
  }

  /** All elements' bytes; every piece but the last is full, so none cuts an element. */
  private List<byte[]> readPieces(long bytes, Shape shape) throws IOException {
    List<byte[]> pieces = new ArrayList<>();
    for (long left = bytes; left > 0; ) {
      int wanted = (int) Math.min(PIECE_BYTES, left);
      byte[] piece = in.readNBytes(wanted);
      if (piece.length < wanted) {
        throw fault(
            "is truncated: shape "
                + shape
                + " takes "
                + bytes
                + " bytes, found "
                + (bytes - left + piece.length));
      }
      pieces.add(piece);
      left -= wanted;
    }
    return pieces;
  }

  private Tensor convert(IdxType type, Shape shape, List<byte[]> pieces, DType as)
      throws IOException {
    Tensor tensor = Tensor.zeros(shape, as);
    int index = 0;
    for (byte[] piece : pieces) {
      ByteBuffer bytes = ByteBuffer.wrap(piece);
      for (int at = 0; at < piece.length; at += type.bytes(), index++) {
        double value = type.value(bytes, at);
        switch (as) {
          case FLOAT32 -> tensor.floats()[index] = (float) value;
          case FLOAT64 -> tensor.doubles()[index] = value;
          case INT32 -> tensor.ints()[index] = whole(value, index);
        }
      }
    }
    return tensor;
  }

  private int whole(double value, int index) throws IOException {
    if (value != (int) value) {
      throw fault(
          "element " + index + " is " + value + ", not a 32-bit integer; read it as FLOAT32");
    }
    return (int) value;
  }

  private byte[] readExactly(int count, String what) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw fault(
          "is truncated in its " + what + ": expected " + count + " bytes, found " + bytes.length);
    }
    return bytes;
  }

  private MalformedFileException fault(String what) {
    return new MalformedFileException(name, what);
  }

  /** The platform's decompressor, which silently ignores what follows the compressed data. */
  private static final class StrictGzip extends GZIPInputStream {
    private static final int TRAILER_BYTES = 8;

    StrictGzip(InputStream in) throws IOException {
      super(in, 1 << 16);
    }

    /** At the end of the content: true if more follows than the trailer that belongs to it. */
    boolean hasRest() throws IOException {
      return inf.getRemaining() > TRAILER_BYTES || in.read() >= 0;
    }
  }
}
