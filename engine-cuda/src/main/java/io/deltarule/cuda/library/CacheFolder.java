package io.deltarule.cuda.library;

import java.nio.file.Path;
import java.util.Map;

/** Where this machine's user keeps what can be made again. */
public final class CacheFolder {
  private CacheFolder() {}

  /** {@code deltarule} in {@code XDG_CACHE_HOME}, by default {@code ~/.cache}. */
  public static Path standard() {
    return of(System.getenv(), System.getProperty("user.home"));
  }

  /** The XDG Base Directory Specification: a relative {@code XDG_CACHE_HOME} does not count. */
  static Path of(Map<String, String> environment, String home) {
    String named = environment.get("XDG_CACHE_HOME");
    boolean absolute = named != null && !named.isEmpty() && Path.of(named).isAbsolute();
    return (absolute ? Path.of(named) : Path.of(home, ".cache")).resolve("deltarule");
  }
}
