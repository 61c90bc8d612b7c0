package io.deltarule.cuda.library;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where libraries are looked for, in this order: the folders of {@code java.library.path} and
 * {@code LD_LIBRARY_PATH} ({@code PATH} on Windows), CUDA's own folders, the linker's cache, and
 * the usual folders of systems.
 */
public final class LibrarySearch {
  private final List<Path> folders;
  private final Path linkerCache;
  private final List<Path> systemFolders;

  LibrarySearch(List<Path> folders, Path linkerCache, List<Path> systemFolders) {
    this.folders = List.copyOf(folders);
    this.linkerCache = linkerCache;
    this.systemFolders = List.copyOf(systemFolders);
  }

  /** The search of this machine. */
  static LibrarySearch ofThisMachine() {
    List<Path> folders = new ArrayList<>();
    split(folders, System.getProperty("java.library.path"));
    split(folders, System.getenv(Platform.isWindows() ? "PATH" : "LD_LIBRARY_PATH"));
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
      String home = System.getenv(variable);
      if (home != null && !home.isEmpty()) {
        folders.add(Path.of(home, "lib64"));
        folders.add(Path.of(home, "bin"));
      }
    }
    folders.addAll(toolkits(Path.of("/usr/local")));
    folders.add(Path.of("/opt/cuda/lib64"));
    return new LibrarySearch(
        folders,
        Path.of("/etc/ld.so.cache"),
        List.of(
            Path.of("/usr/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib64"),
            Path.of("/usr/lib/wsl/lib"),
            Path.of("/usr/local/nvidia/lib64")));
  }

  /** The folders of toolkits: {@code cuda*} with their {@code lib64}, the newest name first. */
  static List<Path> toolkits(Path root) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> toolkits = Files.newDirectoryStream(root, "cuda*")) {
      toolkits.forEach(toolkit -> found.add(toolkit.resolve("lib64")));
    } catch (IOException e) {
      return List.of(); // There is no such folder.
    }
    found.sort((a, b) -> b.toString().compareTo(a.toString()));
    return found;
  }

  private static void split(List<Path> folders, String value) {
    for (String folder : value == null ? new String[0] : value.split(File.pathSeparator)) {
      try {
        if (!folder.isBlank()) {
          folders.add(Path.of(folder));
        }
      } catch (InvalidPathException e) {
        // Not a folder's name: the linker passes over it too.
      }
    }
  }

  /** The first file of a name. */
  Optional<Path> find(String library) {
    List<Path> candidates = new ArrayList<>();
    folders.forEach(folder -> candidates.add(folder.resolve(library)));
    candidates.addAll(LinkerCache.find(linkerCache, library));
    systemFolders.forEach(folder -> candidates.add(folder.resolve(library)));
    return candidates.stream()
        .filter(Files::isRegularFile)
        .map(Path::toAbsolutePath)
        .map(Path::normalize)
        .findFirst();
  }
}
