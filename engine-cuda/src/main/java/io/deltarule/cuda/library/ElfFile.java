package io.deltarule.cuda.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The little of a 64-bit ELF shared object that tells whether it can be loaded and what it exports.
 * After the System V ABI, chapters 4 and 5.
 *
 * @param machine the processor that it is for
 * @param exports the names that it defines for others
 */
record ElfFile(int machine, Set<String> exports) {
  static final int X86_64 = 62;

  private static final int HEADER_BYTES = 64;
  private static final int SECTION_BYTES = 64;
  private static final int SYMBOL_BYTES = 24;
  private static final int SHARED_OBJECT = 3;
  private static final int LOADED_SEGMENT = 1;
  private static final int DYNAMIC_SYMBOLS = 11;

  /**
   * Reads a file.
   *
   * @throws IOException if it can't be read, is no such file, or is shorter than it says
   */
  static ElfFile read(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer header = bytes(channel, 0, HEADER_BYTES);
      boolean elf = header.getInt(0) == 0x464c457f && header.get(4) == 2 && header.get(5) == 1;
      if (!elf || header.getShort(16) != SHARED_OBJECT) {
        throw new IOException("it is not a 64-bit ELF shared object");
      }
      requireSegments(channel, header);
      return new ElfFile(header.getShort(18), exports(channel, header));
    }
  }

  /** A file cut short loads, and the process ends at the first access behind its end. */
  private static void requireSegments(FileChannel channel, ByteBuffer header) throws IOException {
    int size = header.getShort(54);
    int count = header.getShort(56);
    ByteBuffer segments = bytes(channel, header.getLong(32), (long) size * count);
    for (int i = 0; i < count; i++) {
      int at = i * size;
      long end = segments.getLong(at + 8) + segments.getLong(at + 32);
      if (segments.getInt(at) == LOADED_SEGMENT && end > channel.size()) {
        throw new IOException("it is cut short: " + channel.size() + " of " + end + " bytes");
      }
    }
  }

  private static Set<String> exports(FileChannel channel, ByteBuffer header) throws IOException {
    int count = Short.toUnsignedInt(header.getShort(60));
    ByteBuffer sections = bytes(channel, header.getLong(40), (long) count * SECTION_BYTES);
    for (int i = 0; i < count; i++) {
      int at = i * SECTION_BYTES;
      if (sections.getInt(at + 4) == DYNAMIC_SYMBOLS) {
        int names = sections.getInt(at + 40) * SECTION_BYTES;
        if (names < 0 || names >= sections.limit()) {
          throw new IOException("its symbol names are not there");
        }
        return names(
            bytes(channel, sections.getLong(at + 24), sections.getLong(at + 32)),
            bytes(channel, sections.getLong(names + 24), sections.getLong(names + 32)));
      }
    }
    throw new IOException("it has no dynamic symbols");
  }

  private static Set<String> names(ByteBuffer symbols, ByteBuffer text) {
    Set<String> names = new HashSet<>();
    for (int at = 0; at + SYMBOL_BYTES <= symbols.limit(); at += SYMBOL_BYTES) {
      boolean defined = symbols.getShort(at + 6) != 0;
      int start = symbols.getInt(at);
      if (defined && start > 0 && start < text.limit()) {
        int end = start;
        while (end < text.limit() && text.get(end) != 0) {
          end++;
        }
        byte[] name = new byte[end - start];
        text.get(start, name);
        names.add(new String(name, StandardCharsets.US_ASCII));
      }
    }
    return names;
  }

  private static ByteBuffer bytes(FileChannel channel, long at, long size) throws IOException {
    if (at < 0 || size < 0 || size > Integer.MAX_VALUE || at > channel.size() - size) {
      throw new IOException("it is cut short or damaged");
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
      // A channel may give less than asked for.
    }
    return buffer;
  }
}
