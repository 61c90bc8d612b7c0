package io.deltarule.cli.recipe;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** The data files that lie beside these classes, in a folder or in a jar. */
final class Resources {
  private Resources() {}

  /**
   * Opens a file.
   *
   * @param name the path from this package, such as {@code mnist/train-labels-idx1-ubyte.gz}
   */
  static InputStream open(String name) throws IOException {
    InputStream in = Resources.class.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException(
          "the data file '" + name + "' is missing from this build of engine-cli; build it again");
    }
    return in;
  }
}
