package io.deltarule.train;

import io.deltarule.backend.State;
import io.deltarule.graph.Variable;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.persist.SafetensorsFile;
import io.deltarule.persist.SafetensorsWriter;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters by name, in and out of the flat region and files. */
final class Weights {
  private Weights() {}

  static Map<String, Tensor> read(State state, ParameterLayout layout) {
    if (layout.entries().isEmpty()) {
      return new LinkedHashMap<>();
    }
    return read(state, layout, layout.variable());
  }

  /** The parts of any flat variable of the layout's size, by parameter name. */
  static Map<String, Tensor> read(State state, ParameterLayout layout, Variable flat) {
    float[] region = state.read(flat, DType.FLOAT32).floats();
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : layout.entries()) {
      float[] part = Arrays.copyOfRange(region, entry.offset(), entry.end());
      values.put(entry.name(), Tensor.of(entry.parameter().shape(), part));
    }
    return values;
  }

  /**
   * Sets all parts of some layouts; checks everything before it changes anything.
   *
   * @param others layouts that are left alone, whose names are known all the same
   */
  static void write(
      State state,
      List<ParameterLayout> layouts,
      List<ParameterLayout> others,
      Map<String, Tensor> values) {
    List<String> faults = new ArrayList<>();
    List<ParameterLayout.Entry> entries =
        layouts.stream().flatMap(layout -> layout.entries().stream()).toList();
    for (ParameterLayout.Entry entry : entries) {
      Tensor value = values.get(entry.name());
      Shape expected = entry.parameter().shape();
      if (value == null) {
        faults.add("'" + entry.name() + "' " + expected + " is missing");
      } else if (!isLegalType(value, entry) || !value.shape().equals(expected)) {
        faults.add(
            "'"
                + entry.name()
                + "' must be floating-point "
                + expected
                + ", got "
                + value.dtype()
                + value.shape());
      }
    }
    for (String name : values.keySet()) {
      if (!has(layouts, name)) {
        faults.add(
            "'"
                + name
                + (has(others, name)
                    ? "' is a buffer, which setWeights sets, together with the parameters"
                    : "' is no parameter or buffer of this model"));
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "these weights do not fit the model: "
              + String.join("; ", faults)
              + ". Load them into the model that they were saved from");
    }
    layouts.stream()
        .filter(layout -> layout.size() > 0)
        .forEach(layout -> write(state, layout, values));
  }

  private static boolean has(List<ParameterLayout> layouts, String name) {
    return layouts.stream()
        .flatMap(layout -> layout.entries().stream())
        .anyMatch(entry -> entry.name().equals(name));
  }

  private static void write(State state, ParameterLayout layout, Map<String, Tensor> values) {
    double[] region = new double[layout.size()];
    for (ParameterLayout.Entry entry : layout.entries()) {
      System.arraycopy(
          values.get(entry.name()).toDoubles(), 0, region, entry.offset(), entry.size());
    }
    state.write(layout.variable(), Tensor.of(Shape.of(region.length), region));
  }

  /** A buffer may be stored as integers: PyTorch counts batches in 64 bits. */
  private static boolean isLegalType(Tensor value, ParameterLayout.Entry entry) {
    return value.dtype().isFloating() || !entry.parameter().isTrained();
  }

  static void save(Path file, Map<String, Tensor> parameters, Map<String, String> metadata)
      throws IOException {
    SafetensorsWriter.write(file, parameters, metadata);
  }

  static Map<String, Tensor> load(Path file) throws IOException {
    return SafetensorsFile.readAll(file);
  }
}
