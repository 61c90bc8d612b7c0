package io.deltarule.cuda.library;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * NVIDIA's libraries as found on this machine, loaded if all of them can be: a process has each
 * library once, so this is done once.
 */
public final class CudaLibraries {
  private final List<FoundLibrary> found;
  private final String loadProblem;

  private CudaLibraries(List<FoundLibrary> found, String loadProblem) {
    this.found = List.copyOf(found);
    this.loadProblem = loadProblem;
  }

  private static final class Holder {
    static final CudaLibraries THIS_PROCESS =
        load(
            LibrarySearch.ofThisMachine(),
            new Redistributable(
                CudaLibraries.class.getClassLoader(), CacheFolder.standard().resolve("libraries")));
  }

  /** The libraries of this process; looks for and loads them at the first call. */
  public static CudaLibraries ofThisProcess() {
    return Holder.THIS_PROCESS;
  }

  /** True if JCuda has natives for what this Java runs on. */
  public static boolean isPlatformSupported() {
    return isPlatformSupported(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /** True if JCuda has natives for a system and processor, as Java names them. */
  public static boolean isPlatformSupported(String system, String processor) {
    return Platform.isSupported(system, processor);
  }

  private static CudaLibraries load(LibrarySearch search, Redistributable jar) {
    List<FoundLibrary> found = new ArrayList<>();
    for (Library library : Library.values()) {
      found.add(FoundLibrary.find(library, search, jar));
    }
    String problem = "";
    if (found.stream().allMatch(FoundLibrary::isUsable)) {
      try {
        for (FoundLibrary library : found) {
          loadWithDependencies(library, search, jar);
        }
        JcudaNatives.load();
      } catch (IOException | LinkageError e) {
        problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " (" + e + ")";
      }
    }
    return new CudaLibraries(found, problem);
  }

  /**
   * Loads by absolute path what a library would look for by name, then the library: the linker
   * takes a library that is loaded already for one of the same name.
   */
  private static void loadWithDependencies(
      FoundLibrary library, LibrarySearch search, Redistributable jar) throws IOException {
    Path folder = library.path().toRealPath().getParent();
    switch (library.library()) {
      case NVRTC -> {
        for (Path builtins : builtins(folder, jar)) {
          System.load(builtins.toString());
        }
      }
      case CUBLAS -> {
        Optional<Path> light = beside(folder, "libcublasLt.so.12", search, jar);
        if (light.isPresent()) {
          System.load(light.get().toString());
        }
      }
      case DRIVER -> {}
    }
    System.load(library.path().toString());
  }

  private static Optional<Path> beside(
      Path folder, String name, LibrarySearch search, Redistributable jar) throws IOException {
    Path own = folder.resolve(name);
    if (Files.isRegularFile(own)) {
      return Optional.of(own);
    }
    Optional<Path> elsewhere = search.find(name);
    return elsewhere.isPresent() ? elsewhere : jar.find(name);
  }

  /** NVRTC's own headers and runtime, of NVRTC's exact version. */
  private static List<Path> builtins(Path folder, Redistributable jar) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, "libnvrtc-builtins.so.12.*")) {
      for (Path file : files) {
        // Beside libx.so.12.6 lies libx.so.12.6.85, which is the same file.
        if (file.getFileName().toString().matches("libnvrtc-builtins\\.so\\.12\\.\\d+")) {
          found.add(file);
        }
      }
    }
    if (found.isEmpty()) {
      for (int minor = 0; minor < 20 && found.isEmpty(); minor++) {
        jar.find("libnvrtc-builtins.so.12." + minor).ifPresent(found::add);
      }
    }
    return found;
  }

  /** What was found of each library. */
  public List<FoundLibrary> found() {
    return found;
  }

  /** Why the libraries, all found, do not load; empty if they do or if one is missing. */
  public String loadProblem() {
    return loadProblem;
  }

  /** True if JCuda's methods can be called. */
  public boolean areLoaded() {
    return loadProblem.isEmpty() && found.stream().allMatch(FoundLibrary::isUsable);
  }
}
