package io.deltarule.persist;

import io.deltarule.tensor.DType;
import java.util.Arrays;
import java.util.Optional;

/** The element types of a safetensors file that can be read, with the host type of each. */
public enum StoredType {
  /** IEEE 754 binary64, read as FLOAT64. */
  F64(8, DType.FLOAT64),
  /** IEEE 754 binary32, read as FLOAT32. */
  F32(4, DType.FLOAT32),
  /** IEEE 754 binary16, read as FLOAT32, exactly. */
  F16(2, DType.FLOAT32),
  /** The upper half of a binary32, read as FLOAT32, exactly. */
  BF16(2, DType.FLOAT32),
  /** Signed 64-bit integer, read as INT32 where every value fits. */
  I64(8, DType.INT32),
  /** Unsigned 64-bit integer, read as INT32 where every value fits. */
  U64(8, DType.INT32),
  /** Signed 32-bit integer, read as INT32. */
  I32(4, DType.INT32),
  /** Unsigned 32-bit integer, read as INT32 where every value fits. */
  U32(4, DType.INT32),
  /** Signed 16-bit integer, read as INT32. */
  I16(2, DType.INT32),
  /** Unsigned 16-bit integer, read as INT32. */
  U16(2, DType.INT32),
  /** Signed 8-bit integer, read as INT32. */
  I8(1, DType.INT32),
  /** Unsigned 8-bit integer, read as INT32. */
  U8(1, DType.INT32),
  /** One byte, 0 or 1, read as INT32. */
  BOOL(1, DType.INT32);

  private final int bytes;
  private final DType hostType;

  StoredType(int bytes, DType hostType) {
    this.bytes = bytes;
    this.hostType = hostType;
  }

  /** Size of one stored element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** The element type of the tensor that reading gives. */
  public DType hostType() {
    return hostType;
  }

  /** The type of a name in a header, if it can be read. */
  static Optional<StoredType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }
}
