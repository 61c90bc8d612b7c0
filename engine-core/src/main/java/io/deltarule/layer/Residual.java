package io.deltarule.layer;

import io.deltarule.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A residual connection, {@code y = f(x) + s(x)} (He et al. 2016), where s is the identity unless a
 * shortcut is given. f(x) and s(x) have the same shape.
 */
public final class Residual implements Layer {
  private final Layer body;
  private final Optional<Layer> shortcut;

  private Residual(Layer body, Optional<Layer> shortcut) {
    this.body = body;
    this.shortcut = shortcut;
  }

  /** Adds the input to what the body gives. */
  public static Residual of(Layer body) {
    return new Residual(Objects.requireNonNull(body, "body"), Optional.empty());
  }

  /** Adds what the shortcut gives, such as a projection to another width. */
  public Residual withShortcut(Layer layer) {
    return new Residual(body, Optional.of(layer));
  }

  @Override
  public Map<String, Layer> children() {
    Map<String, Layer> children = new LinkedHashMap<>();
    children.put("body", body);
    shortcut.ifPresent(layer -> children.put("shortcut", layer));
    return children;
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Value result = pass.child("body", body, input);
    Value around = shortcut.map(layer -> pass.child("shortcut", layer, input)).orElse(input);
    if (!result.shape().equals(around.shape())) {
      throw new IllegalArgumentException(
          "Residual "
              + pass.where()
              + ": the body gives "
              + result.shape()
              + ", the shortcut "
              + around.shape()
              + "; make them equal or give a shortcut that projects");
    }
    return result.add(around);
  }
}
