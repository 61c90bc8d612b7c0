package io.deltarule.parity.golden;

import io.deltarule.graph.Variable;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a training holds, in the precision of its backend, not rounded for saving. */
public final class TrainedState {
  private TrainedState() {}

  /** The parameters by name. */
  public static Map<String, Tensor> parameters(Training training) {
    return parts(training, training.layout(), training.layout().variable().name());
  }

  /** The buffers by name; none if the model has none. */
  public static Map<String, Tensor> buffers(Training training) {
    ParameterLayout layout = training.bufferLayout();
    return layout.entries().isEmpty()
        ? Map.of()
        : parts(training, layout, layout.variable().name());
  }

  /**
   * An optimizer's slot by parameter name.
   *
   * @throws IllegalArgumentException if the optimizer has no such slot, or no step was compiled yet
   */
  public static Map<String, Tensor> slot(Training training, String slot) {
    return parts(training, training.layout(), "optimizer." + slot);
  }

  private static Map<String, Tensor> parts(Training training, ParameterLayout layout, String name) {
    Variable flat =
        training.state().variables().stream()
            .filter(variable -> variable.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(training, name));
    Tensor region = training.state().read(flat);
    Map<String, Tensor> parts = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : layout.entries()) {
      Shape shape = entry.parameter().shape();
      parts.put(entry.name(), part(region, entry.offset(), entry.end(), shape));
    }
    return parts;
  }

  private static IllegalArgumentException unknown(Training training, String name) {
    return new IllegalArgumentException(
        "the training holds no variable '"
            + name
            + "' but "
            + training.state().variables()
            + "; slots are there once a step is compiled");
  }

  /** A part of the numbers, in their own type. */
  static Tensor part(Tensor all, int from, int to, Shape shape) {
    if (all.dtype() == DType.INT32) {
      return Tensor.of(shape, Arrays.copyOfRange(all.ints(), from, to));
    }
    return all.dtype() == DType.FLOAT64
        ? Tensor.of(shape, Arrays.copyOfRange(all.doubles(), from, to))
        : Tensor.of(shape, Arrays.copyOfRange(all.floats(), from, to));
  }

  /** The numbers of several tensors, one after the other. */
  public static double[] joined(Map<String, Tensor> tensors) {
    return tensors.values().stream()
        .flatMapToDouble(tensor -> Arrays.stream(tensor.toDoubles()))
        .toArray();
  }
}
