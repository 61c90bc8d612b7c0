package io.deltarule.parity.catalogue;

import io.deltarule.graph.Value;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Parameter;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A layer whose parameters and buffers, and what it draws random numbers from, are inputs of a
 * case.
 *
 * @param training whether it is in training, or in evaluation
 */
record BuiltLayer(Layer layer, boolean training) {
  private static final Domain PARAMETERS = Domain.uniform(-1, 1);

  /** A variance, a mean or a count may have such values. */
  private static final Domain BUFFERS = Domain.uniform(0.5, 2);

  private List<ParameterLayout.Entry> parameters() {
    return ParameterLayout.of(layer).entries();
  }

  private List<ParameterLayout.Entry> buffers() {
    return ParameterLayout.ofBuffers(layer).entries();
  }

  /** Declares the inputs, of which the parameters are differentiable. */
  OpCase.Builder declared(OpCase.Builder builder) {
    for (ParameterLayout.Entry entry : parameters()) {
      builder.input(entry.name(), PARAMETERS, entry.parameter().shape().dims());
    }
    return withState(builder);
  }

  /** Declares the inputs, all of them constant and positive. */
  OpCase.Builder declaredConstant(OpCase.Builder builder) {
    for (ParameterLayout.Entry entry : parameters()) {
      builder.constant(entry.name(), BUFFERS, entry.parameter().shape().dims());
    }
    return withState(builder);
  }

  private OpCase.Builder withState(OpCase.Builder builder) {
    for (ParameterLayout.Entry entry : buffers()) {
      builder.constant(entry.name(), BUFFERS, entry.parameter().shape().dims());
    }
    return builder.integer("seed", Domain.values(11, -5), 2).integer("step", Domain.values(3));
  }

  /** The pass over the inputs that were declared. */
  ForwardPass pass(OpCase.Inputs in) {
    Map<Parameter, Value> values = new HashMap<>();
    Stream.of(parameters(), buffers())
        .flatMap(List::stream)
        .forEach(entry -> values.put(entry.parameter(), in.get(entry.name())));
    Value seed = in.get("seed");
    return new ForwardPass(seed.graph(), training, values, seed, in.get("step"));
  }
}
