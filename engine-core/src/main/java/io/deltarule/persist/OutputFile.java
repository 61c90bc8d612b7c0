package io.deltarule.persist;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writing a file so that a reader, a crash or a full disk never sees half of it: the content goes
 * to a temporary file in the same folder, is forced to the device, and then takes the target's
 * name.
 *
 * <p>The move is atomic where the file system offers that (every local one on Linux, macOS and
 * Windows). Where it doesn't, the target is replaced by a plain move; a crash in that instant can
 * lose the old file, but the new content is then complete under its temporary name.
 */
public final class OutputFile {
  private OutputFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to a channel that is open for writing at position 0. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Makes sure, before hours of work depend on it, that {@link #replace} can write a file here.
   * Missing parent folders are created; a temporary file is written beside the target and deleted.
   * An existing target is left as it is.
   *
   * @throws IOException if it can't: the target is a folder or is read-only, a parent isn't a
   *     folder or can't be created, or the folder isn't writable
   */
  public static void ensureWritable(Path target) throws IOException {
    Path resolved = resolve(target);
    requireFile(target, resolved);
    if (Files.exists(resolved) && !Files.isWritable(resolved)) {
      throw new IOException(
          "cannot write '"
              + target
              + "': the file exists and is read-only; choose another name or"
              + " make it writable");
    }
    createParent(target, resolved);
    try (Temporary temporary = new Temporary(resolved);
        FileChannel channel = temporary.open()) {
      channel.force(false);
    } catch (IOException | UnsupportedOperationException e) {
      throw new IOException(
          "cannot write '"
              + target
              + "': no file can be created in '"
              + resolved.getParent()
              + "' ("
              + reason(e)
              + "); choose another place or change its permissions",
          e);
    }
  }

  /**
   * Writes a file completely, or leaves what was there untouched. A symbolic link is followed: the
   * file that it points to is replaced.
   *
   * @throws IOException if writing fails; the temporary file is then deleted
   */
  public static void replace(Path target, Content content) throws IOException {
    Path resolved = resolve(target);
    requireFile(target, resolved);
    createParent(target, resolved);
    try (Temporary temporary = new Temporary(resolved)) {
      try (FileChannel channel = temporary.open()) {
        content.writeTo(channel);
        channel.force(true);
      }
      temporary.moveTo(resolved);
    }
    forceFolder(resolved.getParent());
  }

  private static Path resolve(Path target) throws IOException {
    return Files.exists(target) ? target.toRealPath() : target.toAbsolutePath().normalize();
  }

  /** What is replaced must be a file: a device or pipe would be gone, and a folder can't be. */
  private static void requireFile(Path target, Path resolved) throws IOException {
    if (Files.isDirectory(resolved)) {
      throw new IOException(
          "cannot write '" + target + "': it is a folder; give a file name inside it");
    }
    if (Files.exists(resolved) && !Files.isRegularFile(resolved)) {
      throw new IOException(
          "cannot write '"
              + target
              + "': it is a device or pipe, which a file would replace; give the name of a file");
    }
  }

  private static void createParent(Path target, Path resolved) throws IOException {
    Path parent = resolved.getParent();
    if (parent == null || resolved.getFileName() == null) {
      throw new IOException("cannot write '" + target + "': it is a folder; give a file name");
    }
    try {
      if (!Files.isDirectory(parent)) {
        Files.createDirectories(parent);
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new IOException(
          "cannot write '"
              + target
              + "': its folder '"
              + parent
              + "' can't be created ("
              + reason(e)
              + "); create it, or choose another place",
          e);
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null || e.getMessage().isEmpty()
        ? e.getClass().getSimpleName()
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  /** Makes the new name durable. Windows can't open a folder, and keeps its names journalled. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException | UnsupportedOperationException e) {
      // The content is on the device and the name is in place; only a power cut right now could
      // still bring the old name back, which is a complete file as well.
      return;
    }
  }

  /** A file beside the target that is deleted unless it was moved. */
  private static final class Temporary implements AutoCloseable {
    private final Path path;

    Temporary(Path target) {
      // Not Files.createTempFile: it would leave the result readable by its owner alone.
      path = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    FileChannel open() throws IOException {
      return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void moveTo(Path target) throws IOException {
      try {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(path);
    }
  }
}
