package io.deltarule.parity.diagnose;

import io.deltarule.persist.SafetensorsWriter;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An operation on which two backends disagree, with all that is needed to look at it.
 *
 * @param difference the worst element
 * @param inputs what both were given
 * @param left the left backend's outputs
 * @param right the right backend's outputs
 * @param exact the float64 reference's outputs
 */
public record Evidence(
    Difference difference,
    List<Tensor> inputs,
    List<Tensor> left,
    List<Tensor> right,
    List<Tensor> exact) {
  public Evidence {
    inputs = List.copyOf(inputs);
    left = List.copyOf(left);
    right = List.copyOf(right);
    exact = List.copyOf(exact);
  }

  /** The distance of the left backend from the exact value at the worst element. */
  public double leftError() {
    return Math.abs(difference.left() - difference.exact());
  }

  /** The distance of the right backend from the exact value at the worst element. */
  public double rightError() {
    return Math.abs(difference.right() - difference.exact());
  }

  /**
   * Writes tensors {@code input.0}, ..., {@code left.0}, {@code right.0}, {@code exact.0}, ... in
   * the types they are stored in, with the difference as metadata.
   *
   * @param metadata more metadata, such as the backends' names
   * @throws IOException if the file can't be written
   */
  public void save(Path file, Map<String, String> metadata) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    put(tensors, "input.", inputs);
    put(tensors, "left.", left);
    put(tensors, "right.", right);
    put(tensors, "exact.", exact);
    Map<String, String> all = new LinkedHashMap<>(metadata);
    all.put("operation", difference.operation());
    all.put("scope", difference.scope());
    all.put("step", Integer.toString(difference.step()));
    all.put("index", Integer.toString(difference.index()));
    all.put("output", Integer.toString(difference.output()));
    all.put("element", Integer.toString(difference.element()));
    all.put("allowed", Double.toString(difference.allowed()));
    all.put("ratio", Double.toString(difference.ratio()));
    SafetensorsWriter.write(file, tensors, all);
  }

  private static void put(Map<String, Tensor> tensors, String prefix, List<Tensor> values) {
    for (int i = 0; i < values.size(); i++) {
      tensors.put(prefix + i, values.get(i));
    }
  }
}
