package io.deltarule.parity.golden;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** The values that the conformance tests compare with. */
public final class Golden {
  private Golden() {}

  /** Reads {@code golden/<name>.safetensors}. */
  public static Recording read(String name) {
    return Recording.read(resource(name));
  }

  /** Where a recorded file lies. */
  public static Path path(String name) {
    URL url = Golden.class.getResource(resource(name));
    if (url == null) {
      throw new IllegalArgumentException(resource(name) + " does not exist; run record_golden.py");
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    return "/golden/" + name + ".safetensors";
  }
}
