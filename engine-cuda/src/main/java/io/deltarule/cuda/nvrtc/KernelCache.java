package io.deltarule.cuda.nvrtc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled kernels on disk. A file starts with the hash of the rest, is written under a temporary
 * name and moved into place, and is not believed if its hash does not fit. Where the folder cannot
 * be used, kernels are compiled in every process; the log says so once.
 */
public final class KernelCache {
  private static final Logger LOG = LoggerFactory.getLogger(KernelCache.class);

  private final Path directory;
  private boolean usable = true;

  /**
   * A cache.
   *
   * @param directory made when something is first put
   */
  public KernelCache(Path directory) {
    this.directory = directory;
  }

  public Path directory() {
    return directory;
  }

  /** The image of a key; empty if there is none or the file is damaged. */
  Optional<byte[]> find(CacheKey key) {
    Path file = file(key);
    try {
      byte[] content = Files.readAllBytes(file);
      byte[] image =
          Arrays.copyOfRange(content, Math.min(Hashing.BYTES, content.length), content.length);
      if (image.length > 0 && Arrays.equals(hash(image), Arrays.copyOf(content, Hashing.BYTES))) {
        return Optional.of(image);
      }
      LOG.info("cuda: {} is damaged; its kernels are compiled anew", file);
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | SecurityException e) {
      unusable(e);
      return Optional.empty();
    }
  }

  /** Keeps an image. */
  void put(CacheKey key, byte[] image) {
    if (!usable) {
      return;
    }
    Path temporary = null;
    try {
      Files.createDirectories(directory);
      temporary = Files.createTempFile(directory, key.hash().substring(0, 8), ".tmp");
      byte[] content = Arrays.copyOf(hash(image), Hashing.BYTES + image.length);
      System.arraycopy(image, 0, content, Hashing.BYTES, image.length);
      Files.write(temporary, content);
      Files.move(
          temporary,
          file(key),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | SecurityException e) {
      unusable(e);
      remove(temporary);
    }
  }

  private static void remove(Path temporary) {
    try {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      LOG.debug("cuda: {} stays behind", temporary, e);
    }
  }

  private void unusable(Exception e) {
    if (usable) {
      usable = false;
      LOG.warn(
          "cuda: compiled kernels are not kept, as {} cannot be used ({}); the setting"
              + " cuda.cache names another folder",
          directory,
          e.toString());
    }
  }

  private Path file(CacheKey key) {
    return directory.resolve(key.hash());
  }

  private static byte[] hash(byte[] image) {
    MessageDigest digest = Hashing.sha256();
    return digest.digest(image);
  }
}
