package io.deltarule.benchmarks.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build knows of itself. */
public final class BuildProperties {
  private BuildProperties() {}

  /** The version of this build. */
  public static String version() {
    return property("version");
  }

  /** The resource that is the library of the plots. */
  public static String plotLibrary() {
    return "/" + property("chart.js");
  }

  private static String property(String name) {
    Properties properties = new Properties();
    try (InputStream in = BuildProperties.class.getResourceAsStream("build.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(name);
  }
}
