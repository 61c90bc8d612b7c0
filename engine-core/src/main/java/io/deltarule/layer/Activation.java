package io.deltarule.layer;

import io.deltarule.expr.ScalarFunction;
import io.deltarule.graph.Value;
import java.util.Objects;

/** A scalar function applied to every element. The output has the input's shape. */
public record Activation(ScalarFunction function) implements Layer {
  public Activation {
    Objects.requireNonNull(function, "function");
    if (function.arity() != 1) {
      throw new IllegalArgumentException(
          "Activation: "
              + function.name()
              + " takes "
              + function.arity()
              + " arguments; an activation takes one");
    }
  }

  public static Activation of(ScalarFunction function) {
    return new Activation(function);
  }

  public static Activation relu() {
    return of(Activations.relu());
  }

  public static Activation gelu() {
    return of(Activations.gelu());
  }

  public static Activation sigmoid() {
    return of(Activations.sigmoid());
  }

  public static Activation tanh() {
    return of(Activations.tanh());
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    FloatInput.require("Activation", input, pass);
    return input.map(function);
  }

  @Override
  public String toString() {
    return "Activation(" + function.name() + ")";
  }
}
