package io.deltarule.persist;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Safetensors files put together by hand, well-formed or not. */
final class SafetensorsBytes {
  private SafetensorsBytes() {}

  /** Length field, header as given, and so many bytes of data: 1, 2, 3 and so on. */
  static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return file(json.length, json, dataBytes);
  }

  /** The same with a length field of one's choice. */
  static byte[] file(long length, byte[] json, int dataBytes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
    bytes.writeBytes(json);
    for (int i = 1; i <= dataBytes; i++) {
      bytes.write(i);
    }
    return bytes.toByteArray();
  }

  /** One entry of a header. */
  static String entry(String name, String dtype, String shape, long begin, long end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, dtype, shape, begin, end);
  }
}
