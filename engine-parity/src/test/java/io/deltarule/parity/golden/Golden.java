package io.deltarule.parity.golden;

import io.deltarule.persist.SafetensorsFile;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file of values that {@code src/test/python/record_golden.py} recorded from PyTorch. */
public final class Golden {
  private final String name;
  private final Map<String, Tensor> tensors;

  private Golden(String name, Map<String, Tensor> tensors) {
    this.name = name;
    this.tensors = tensors;
  }

  /** Reads {@code golden/<name>.safetensors}. */
  public static Golden read(String name) {
    try {
      return new Golden(name, SafetensorsFile.readAll(path(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a recorded file lies. */
  public static Path path(String name) {
    URL url = Golden.class.getResource("/golden/" + name + ".safetensors");
    if (url == null) {
      throw new IllegalArgumentException(
          "golden/" + name + ".safetensors does not exist; run record_golden.py");
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A recorded tensor. */
  public Tensor tensor(String key) {
    Tensor tensor = tensors.get(key);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "golden/" + name + ".safetensors has no '" + key + "'; it has " + tensors.keySet());
    }
    return tensor;
  }

  /** The numbers of a recorded tensor. */
  public double[] numbers(String key) {
    return tensor(key).toDoubles();
  }

  /** The tensors whose names begin with a prefix, under the rest of their names. */
  public Map<String, Tensor> under(String prefix) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    tensors.forEach(
        (key, tensor) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), tensor);
          }
        });
    return found;
  }

  /** The floating-point tensors whose names begin with a prefix. */
  public Map<String, Tensor> floatsUnder(String prefix) {
    Map<String, Tensor> found = under(prefix);
    found.values().removeIf(tensor -> tensor.dtype() == DType.INT32);
    return found;
  }
}
