package io.deltarule.cli.recipe;

import io.deltarule.data.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** The text of "Moby-Dick; or, The Whale" by Herman Melville (1851): 1.19 million characters. */
final class MobyDick {
  private static final String FILE = "moby-dick/moby-dick.txt.gz";

  private MobyDick() {}

  static String text() throws IOException {
    try (InputStream in = new GZIPInputStream(Resources.open(FILE))) {
      return TextFile.read(in, FILE);
    }
  }
}
