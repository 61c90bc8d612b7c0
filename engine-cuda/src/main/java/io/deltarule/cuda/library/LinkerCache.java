package io.deltarule.cuda.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file in which {@code ldconfig} keeps where libraries lie, in glibc's format 1.1 (elf/cache.c,
 * {@code struct cache_file_new}).
 */
final class LinkerCache {
  private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = 48;
  private static final int ENTRY_BYTES = 24;

  /** The second byte of an entry's flags for x86-64. */
  private static final int X86_64 = 3;

  private LinkerCache() {}

  /** The paths of a library for x86-64; none if the cache is missing or of another format. */
  static List<Path> find(Path cache, String library) {
    try {
      return find(Files.readAllBytes(cache), library);
    } catch (IOException | IndexOutOfBoundsException e) {
      return List.of();
    }
  }

  private static List<Path> find(byte[] content, String library) {
    ByteBuffer cache = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    List<Path> found = new ArrayList<>();
    int start = start(content);
    int count = start < 0 ? 0 : cache.getInt(start + MAGIC.length);
    for (int i = 0; i < count; i++) {
      int entry = start + HEADER_BYTES + i * ENTRY_BYTES;
      if (cache.get(entry + 1) == X86_64
          && library.equals(text(cache, start + cache.getInt(entry + 4)))) {
        found.add(Path.of(text(cache, start + cache.getInt(entry + 8))));
      }
    }
    return found;
  }

  /** Where the format starts: older systems put an older format before it. */
  private static int start(byte[] cache) {
    for (int at = 0; at + MAGIC.length <= cache.length; at += 4) {
      int same = 0;
      while (same < MAGIC.length && cache[at + same] == MAGIC[same]) {
        same++;
      }
      if (same == MAGIC.length) {
        return at;
      }
    }
    return -1;
  }

  private static String text(ByteBuffer cache, int start) {
    int end = start;
    while (cache.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - start];
    cache.get(start, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
