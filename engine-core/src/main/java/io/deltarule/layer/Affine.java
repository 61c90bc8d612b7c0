package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a normalisation is multiplied by, and what is added to it then: values in a graph.
 *
 * @param weight the factors
 * @param bias what is added, of the same shape; empty for none
 */
record Affine(Value weight, Optional<Value> bias) {
  List<Value> values() {
    List<Value> values = new ArrayList<>(List.of(weight));
    bias.ifPresent(values::add);
    return values;
  }

  /** The parameters of a layer: {@code weight}, ones at first, and {@code bias}, zeros. */
  record Parameters(Optional<Parameter> weight, Optional<Parameter> bias) {
    static Parameters both(Shape shape) {
      return new Parameters(weightOf(shape), biasOf(shape));
    }

    static Parameters weightAlone(Shape shape) {
      return new Parameters(weightOf(shape), Optional.empty());
    }

    static Parameters none() {
      return new Parameters(Optional.empty(), Optional.empty());
    }

    private static Optional<Parameter> weightOf(Shape shape) {
      return Optional.of(Parameter.withoutDecay(shape, Initializers.ones()));
    }

    private static Optional<Parameter> biasOf(Shape shape) {
      return Optional.of(Parameter.withoutDecay(shape, Initializers.zeros()));
    }

    /**
     * As many parameters of the same shapes: a layer made from another has parameters of its own.
     */
    Parameters anew() {
      return new Parameters(
          weight.flatMap(parameter -> weightOf(parameter.shape())),
          bias.flatMap(parameter -> biasOf(parameter.shape())));
    }

    Map<String, Parameter> named() {
      Map<String, Parameter> named = new LinkedHashMap<>();
      weight.ifPresent(parameter -> named.put("weight", parameter));
      bias.ifPresent(parameter -> named.put("bias", parameter));
      return named;
    }

    /** Their values, if there are any. */
    Optional<Affine> in(ForwardPass pass) {
      return weight.map(factors -> new Affine(pass.value(factors), bias.map(pass::value)));
    }

    /** For printing: nothing, or what is left out. */
    String description() {
      return weight.isEmpty() ? ", not affine" : bias.isEmpty() ? ", no bias" : "";
    }
  }
}
