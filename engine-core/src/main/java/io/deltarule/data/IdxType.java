package io.deltarule.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The element types of the IDX format, all big-endian. */
enum IdxType {
  UNSIGNED_BYTE(0x08, 1),
  SIGNED_BYTE(0x09, 1),
  SHORT(0x0B, 2),
  INT(0x0C, 4),
  FLOAT(0x0D, 4),
  DOUBLE(0x0E, 8);

  private final int code;
  private final int bytes;

  IdxType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The type of a code, the third byte of a file. */
  static Optional<IdxType> of(int code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
  }

  /** Size of one element in bytes. */
  int bytes() {
    return bytes;
  }

  /** One element as a double, exact for every type. */
  double value(ByteBuffer bigEndian, int at) {
    return switch (this) {
      case UNSIGNED_BYTE -> Byte.toUnsignedInt(bigEndian.get(at));
      case SIGNED_BYTE -> bigEndian.get(at);
      case SHORT -> bigEndian.getShort(at);
      case INT -> bigEndian.getInt(at);
      case FLOAT -> bigEndian.getFloat(at);
      case DOUBLE -> bigEndian.getDouble(at);
    };
  }
}
