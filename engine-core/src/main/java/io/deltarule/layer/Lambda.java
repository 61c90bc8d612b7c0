package io.deltarule.layer;

import io.deltarule.graph.Value;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A composition of the program's own, without parameters.
 *
 * @param name how it prints
 * @param function builds the graph
 */
public record Lambda(String name, BiFunction<Value, ForwardPass, Value> function) implements Layer {
  /** A composition of graph operations. */
  public static Lambda of(String name, UnaryOperator<Value> function) {
    return new Lambda(name, (input, pass) -> function.apply(input));
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    return function.apply(input, pass);
  }

  @Override
  public String toString() {
    return "Lambda(" + name + ")";
  }
}
