package io.deltarule.cuda.nvrtc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What a compiled image depends on, hashed: source, headers, options, NVRTC's version, target.
 *
 * @param hash SHA-256 in hexadecimal
 */
record CacheKey(String hash) {
  /** To be raised when the files' format changes. */
  private static final String FORMAT = "deltarule kernel 1";

  static CacheKey of(KernelSource source, Target target, String compilerVersion) {
    MessageDigest digest = Hashing.sha256();
    add(digest, FORMAT);
    add(digest, compilerVersion);
    add(digest, target.toString());
    for (String option : Nvrtc.options(source, target)) {
      add(digest, option);
    }
    add(digest, source.name());
    add(digest, source.code());
    source
        .headers()
        .forEach(
            (name, text) -> {
              add(digest, name);
              add(digest, text);
            });
    return new CacheKey(HexFormat.of().formatHex(digest.digest()));
  }

  /** Adds a text with its length, so that no two lists of texts look alike. */
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
