package io.deltarule.cuda.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A library's file, or why there is none that can be used.
 *
 * @param library which
 * @param path the file; null if none was found
 * @param problem what is wrong; empty if nothing is
 */
public record FoundLibrary(Library library, Path path, String problem) {
  /** Looks for a library, on the machine first and then in the JAR of profile cuda-redist. */
  static FoundLibrary find(Library library, LibrarySearch search, Redistributable jar) {
    Path path = search.find(library.fileName()).orElse(null);
    if (path == null) {
      try {
        path = jar.find(library.fileName()).orElse(null);
      } catch (IOException e) {
        return new FoundLibrary(
            library, null, library.fileName() + " of the class path cannot be unpacked: " + e);
      }
    }
    return path == null
        ? new FoundLibrary(library, null, "not found")
        : new FoundLibrary(library, path, Platform.isWindows() ? "" : problem(library, path));
  }

  private static String problem(Library library, Path path) {
    try {
      ElfFile file = ElfFile.read(path);
      if (file.machine() != ElfFile.X86_64) {
        return path + " is for another processor";
      }
      List<String> missing =
          library.symbols().stream().filter(symbol -> !file.exports().contains(symbol)).toList();
      return missing.isEmpty() ? "" : path + " is too old or too new: it lacks " + missing;
    } catch (IOException e) {
      return path + " cannot be used: " + e.getMessage();
    }
  }

  /** True if it can be loaded. */
  public boolean isUsable() {
    return problem.isEmpty();
  }

  /** The version that the file's own name ends with, such as 550.54.15; empty if it has none. */
  public String fileVersion() {
    try {
      String name = path.toRealPath().getFileName().toString();
      int at = name.indexOf(".so.");
      String version = at < 0 ? "" : name.substring(at + ".so.".length());
      return version.contains(".") ? version : ""; // Else it is the interface's number.
    } catch (IOException e) {
      return "";
    }
  }
}
