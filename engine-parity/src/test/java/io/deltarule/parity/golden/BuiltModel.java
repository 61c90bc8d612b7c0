package io.deltarule.parity.golden;

import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Parameter;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Models built into graphs in which every parameter is an input, so that gradients can be read. */
public final class BuiltModel {
  /** The name of the model's input beside those of the parameters. */
  public static final String INPUT = "x";

  private BuiltModel() {}

  /** A model's output for an input, in training or evaluation mode, with parameters by name. */
  public static Value output(Layer model, Map<String, Value> values, boolean training) {
    return output(model, values, training, model::forward);
  }

  /** What a body makes of an input in training mode, with a model's parameters by name. */
  public static Value output(
      Layer model, Map<String, Value> values, BiFunction<Value, ForwardPass, Value> body) {
    return output(model, values, true, body);
  }

  private static Value output(
      Layer model,
      Map<String, Value> values,
      boolean training,
      BiFunction<Value, ForwardPass, Value> body) {
    Value x = values.get(INPUT);
    Graph graph = x.graph();
    Map<Parameter, Value> parameters = new HashMap<>();
    for (ParameterLayout.Entry entry : ParameterLayout.of(model).entries()) {
      parameters.put(entry.parameter(), values.get(entry.name()));
    }
    Value seed = graph.constant(Tensor.of(Shape.of(2), 1, 2));
    Value step = graph.constant(Tensor.scalar(0));
    return body.apply(x, new ForwardPass(graph, training, parameters, seed, step));
  }

  /**
   * Evaluates a number made of a model's output, and its gradients by parameter name and by {@link
   * #INPUT}.
   */
  public static Evaluated evaluate(
      Layer model, Map<String, Tensor> parameters, Tensor x, UnaryOperator<Value> head) {
    Map<String, Tensor> inputs = new LinkedHashMap<>(parameters);
    inputs.put(INPUT, x);
    return Evaluated.of(inputs, values -> head.apply(output(model, values, true)));
  }

  /** Builds a model for an input of a shape, for the errors that this gives. */
  public static Value build(Layer model, int... inputShape) {
    Graph graph = new Graph();
    Map<String, Value> values = new HashMap<>();
    for (ParameterLayout.Entry entry : ParameterLayout.of(model).entries()) {
      TensorType type = TensorType.float32().withShape(entry.parameter().shape());
      values.put(entry.name(), graph.placeholder(entry.name(), type));
    }
    values.put(INPUT, graph.placeholder(INPUT, TensorType.float32(inputShape)));
    return output(model, values, true);
  }
}
