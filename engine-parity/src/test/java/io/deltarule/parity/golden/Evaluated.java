package io.deltarule.parity.golden;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.backend.Engine;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A function of tensors and its gradients, computed by the float64 reference backend through the
 * compiler and the planner.
 *
 * @param value the value
 * @param gradients the gradient by each floating-point input that it reaches, under its name
 */
public record Evaluated(Tensor value, Map<String, Tensor> gradients) {
  /** The value of a function and the gradients of the sum of its elements. */
  public static Evaluated of(
      Map<String, Tensor> inputs, Function<Map<String, Value>, Value> function) {
    return of(inputs, Optional.empty(), function);
  }

  /** The value of a function and the gradients of its inner product with an upstream tensor. */
  public static Evaluated of(
      Map<String, Tensor> inputs,
      Optional<Tensor> upstream,
      Function<Map<String, Value>, Value> function) {
    Graph graph = new Graph();
    Map<String, Value> values = new LinkedHashMap<>();
    Map<String, Value> differentiated = new LinkedHashMap<>();
    inputs.forEach(
        (name, tensor) -> {
          boolean floating = tensor.dtype().isFloating();
          DType type = floating ? DType.FLOAT32 : DType.INT32;
          Value value = graph.placeholder(name, new TensorType(type, tensor.shape()));
          values.put(name, value);
          if (floating) {
            differentiated.put(name, value);
          }
        });
    Value result = function.apply(values);
    Value weights = upstream.map(graph::constant).orElseGet(() -> graph.full(result.shape(), 1));
    List<Value> gradients =
        ReverseMode.gradients(
            List.of(result), List.of(weights), List.copyOf(differentiated.values()));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("value", result);
    int i = 0;
    for (String name : differentiated.keySet()) {
      Value gradient = gradients.get(i++);
      if (gradient != null) {
        outputs.put("d " + name, gradient);
      }
    }
    try (Engine engine = Engine.open("reference")) {
      Map<String, Tensor> found =
          engine.compile(Computation.of(outputs), engine.newState()).run(inputs);
      Map<String, Tensor> byInput = new LinkedHashMap<>();
      for (String name : differentiated.keySet()) {
        if (found.containsKey("d " + name)) {
          byInput.put(name, found.get("d " + name));
        }
      }
      return new Evaluated(found.get("value"), byInput);
    }
  }
}
