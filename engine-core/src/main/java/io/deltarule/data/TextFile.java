package io.deltarule.data;

import io.deltarule.persist.MalformedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads text in UTF-8, with or without byte order mark, strictly: bytes that are no UTF-8 are an
 * error and never become other characters. Line ends stay as they are.
 */
public final class TextFile {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** The largest array that HotSpot allocates is a little shorter than Integer.MAX_VALUE. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

  private TextFile() {}

  /**
   * Reads a file.
   *
   * @return its text, at least one character
   * @throws MalformedFileException if the file is empty, holds more than one string can, or is not
   *     UTF-8; the message says at which byte and in which line
   * @throws IOException if it can't be read
   */
  public static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.size(file) > MAX_BYTES) {
        throw new MalformedFileException(
            file,
            "holds "
                + Files.size(file)
                + " bytes, more than the "
                + MAX_BYTES
                + " that one text can have; split it");
      }
      return read(in, file.toString());
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param name what the content is called in messages
   * @return its text, at least one character
   * @throws MalformedFileException if there are no bytes, or they are not UTF-8
   * @throws IOException if it can't be read
   */
  public static String read(InputStream in, String name) throws IOException {
    byte[] bytes = in.readAllBytes();
    String text = decode(bytes, name);
    String content = text.startsWith(String.valueOf(BYTE_ORDER_MARK)) ? text.substring(1) : text;
    if (content.isEmpty()) {
      throw new MalformedFileException(name, "is empty; give a file with text in it");
    }
    return content;
  }

  private static String decode(byte[] bytes, String name) throws MalformedFileException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw notUtf8(bytes, in.position(), name);
    }
    return out.flip().toString();
  }

  private static MalformedFileException notUtf8(byte[] bytes, int at, String name) {
    int line = 1;
    for (int i = 0; i < at; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return new MalformedFileException(
        name,
        String.format(
            "is not valid UTF-8: byte 0x%02X at offset %d (from 0), in line %d (from 1); save the"
                + " text as UTF-8, for example with: iconv -f latin1 -t utf-8",
            bytes[at], at, line));
  }
}
