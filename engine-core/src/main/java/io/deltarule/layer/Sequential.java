package io.deltarule.layer;

import io.deltarule.graph.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Layers one after the other, named by number ({@code 0}, {@code 1}, ...) or by the program. */
public final class Sequential implements Layer {
  private final Map<String, Layer> layers;

  private Sequential(Map<String, Layer> layers) {
    this.layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }

  /** Layers named 0, 1, 2, ... */
  public static Sequential of(Layer... layers) {
    return of(List.of(layers));
  }

  /** Layers named 0, 1, 2, ... */
  public static Sequential of(List<? extends Layer> layers) {
    Map<String, Layer> named = new LinkedHashMap<>();
    for (Layer layer : layers) {
      named.put(Integer.toString(named.size()), layer);
    }
    return new Sequential(named);
  }

  /** Layers with names of the program's own, in the map's order. */
  public static Sequential named(Map<String, ? extends Layer> layers) {
    return new Sequential(new LinkedHashMap<>(layers));
  }

  @Override
  public Map<String, Layer> children() {
    return layers;
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Value value = input;
    for (Map.Entry<String, Layer> layer : layers.entrySet()) {
      value = pass.child(layer.getKey(), layer.getValue(), value);
    }
    return value;
  }

  @Override
  public String toString() {
    return "Sequential" + layers;
  }
}
