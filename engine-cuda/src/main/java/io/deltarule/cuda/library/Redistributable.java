package io.deltarule.cuda.library;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * NVIDIA's libraries in a JAR on the class path, as profile {@code cuda-redist} puts it there. They
 * are unpacked once, to a folder that only this user can write.
 */
final class Redistributable {
  private static final String FOLDER = "org/bytedeco/cuda/linux-x86_64/";

  private final ClassLoader loader;
  private final Path cache;

  /**
   * The JAR, if there is one.
   *
   * @param cache where to unpack to
   */
  Redistributable(ClassLoader loader, Path cache) {
    this.loader = loader;
    this.cache = cache;
  }

  /**
   * A library of the JAR, unpacked; empty if there is no such JAR.
   *
   * @throws IOException if it cannot be unpacked
   */
  Optional<Path> find(String library) throws IOException {
    URL resource = loader.getResource(FOLDER + library);
    return resource == null ? Optional.empty() : Optional.of(unpack(resource, library));
  }

  /** Those of several libraries that the JAR has. */
  List<String> present(List<String> libraries) {
    return libraries.stream().filter(l -> loader.getResource(FOLDER + l) != null).toList();
  }

  private Path unpack(URL resource, String library) throws IOException {
    URLConnection connection = resource.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      long size = connection.getContentLengthLong();
      // A JAR of another version has files of other sizes or dates.
      String version = Long.toHexString(connection.getLastModified()) + "-" + size;
      Path folder = cache.resolve(library + "-" + version);
      Path file = folder.resolve(library);
      if (Files.isRegularFile(file) && Files.size(file) == size) {
        return file;
      }
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path temporary = Files.createTempFile(folder, library, ".tmp");
      try {
        Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
      return file;
    }
  }
}
