package io.deltarule.parity.diagnose;

import io.deltarule.graph.Value;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Initializer;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Parameter;
import io.deltarule.op.CustomGradient;
import io.deltarule.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** A layer of one parameter with a gradient rule of the test's own. */
final class RuledLayer implements Layer {
  private final Parameter parameter;
  private final BinaryOperator<Value> forward;
  private final CustomGradient.Rule rule;

  /**
   * A layer.
   *
   * @param forward from input and parameter to output
   * @param rule gives the gradients of both
   */
  RuledLayer(
      Shape shape,
      Initializer initializer,
      BinaryOperator<Value> forward,
      CustomGradient.Rule rule) {
    this.parameter = Parameter.decaying(shape, initializer);
    this.forward = forward;
    this.rule = rule;
  }

  @Override
  public Map<String, Parameter> parameters() {
    return Map.of("weight", parameter);
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Value weight = pass.value(parameter);
    return CustomGradient.of(forward.apply(input, weight), List.of(input, weight), rule);
  }
}
