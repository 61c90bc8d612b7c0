package io.deltarule.cuda.library;

import java.util.Locale;

/** What this Java runs on. */
final class Platform {
  private Platform() {}

  static boolean isWindows() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  /** True if JCuda has natives: Linux or Windows on x86-64. */
  static boolean isSupported(String system, String processor) {
    String name = system.toLowerCase(Locale.ROOT);
    return (name.equals("linux") || name.startsWith("windows"))
        && (processor.equals("amd64") || processor.equals("x86_64"));
  }
}
