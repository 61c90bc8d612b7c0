package io.deltarule.parity.golden;

import io.deltarule.backend.State;
import io.deltarule.graph.Variable;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a training holds, in the float64 of the reference backend, not rounded for saving. */
public final class TrainedState {
  private TrainedState() {}

  /** The parameters by name. */
  public static Map<String, Tensor> parameters(Training training, TrainingStep step) {
    return parts(training, step, training.layout().variable().name());
  }

  /** An optimizer's slot by parameter name. */
  public static Map<String, Tensor> slot(Training training, TrainingStep step, String slot) {
    return parts(training, step, "optimizer." + slot);
  }

  private static Map<String, Tensor> parts(Training training, TrainingStep step, String name) {
    State state = step.lastExecutable().state();
    Variable flat =
        state.variables().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
    double[] region = state.read(flat).doubles();
    Map<String, Tensor> parts = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : training.layout().entries()) {
      double[] part = Arrays.copyOfRange(region, entry.offset(), entry.end());
      parts.put(entry.name(), Tensor.of(entry.parameter().shape(), part));
    }
    return parts;
  }

  /** The numbers of several tensors, one after the other. */
  public static double[] joined(Map<String, Tensor> tensors) {
    return tensors.values().stream()
        .flatMapToDouble(tensor -> Arrays.stream(tensor.toDoubles()))
        .toArray();
  }
}
