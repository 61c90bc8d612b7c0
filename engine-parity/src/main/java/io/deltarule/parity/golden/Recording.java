package io.deltarule.parity.golden;

import io.deltarule.persist.SafetensorsFile;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tensors that a script recorded from PyTorch, by name. */
public final class Recording {
  private final String name;
  private final Map<String, Tensor> tensors;

  private Recording(String name, Map<String, Tensor> tensors) {
    this.name = name;
    this.tensors = tensors;
  }

  /**
   * Reads a safetensors file among the resources of this module, which may lie in a JAR.
   *
   * @param resource its path, from the root if it begins with a slash, else from this package
   * @throws IllegalArgumentException if there is no such resource
   */
  public static Recording read(String resource) {
    try (InputStream in = Recording.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            resource + " does not exist; record it with PyTorch: src/test/python/record_golden.py");
      }
      Path copy = Files.createTempFile("recording", ".safetensors");
      try {
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        return new Recording(resource, SafetensorsFile.readAll(copy));
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A recorded tensor.
   *
   * @throws IllegalArgumentException if it wasn't recorded, naming those that were
   */
  public Tensor tensor(String key) {
    Tensor tensor = tensors.get(key);
    if (tensor == null) {
      throw new IllegalArgumentException(
          name + " has no '" + key + "'; it has " + tensors.keySet() + "; record it again");
    }
    return tensor;
  }

  /** The numbers of a recorded tensor. */
  public double[] numbers(String key) {
    return tensor(key).toDoubles();
  }

  /** One of the tensors that a recorded tensor [n, ...] holds along its first axis. */
  public Tensor row(String key, int row) {
    Tensor all = tensor(key);
    Shape shape = all.shape().slice(1, all.shape().rank());
    int size = Math.toIntExact(shape.elementCount());
    return TrainedState.part(all, row * size, (row + 1) * size, shape);
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
