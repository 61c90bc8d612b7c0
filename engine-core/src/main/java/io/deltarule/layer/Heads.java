package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** How rows of features are heads: [B, T, heads * size] and [B, heads, T, size]. */
final class Heads {
  private Heads() {}

  /** Refuses heads that do not divide a width. */
  static int size(String layer, int width, int heads) {
    if (width < 1 || heads < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          layer
              + ": the number of heads must divide the width, got width "
              + width
              + " and "
              + heads
              + " heads; choose a width that is a multiple of the heads");
    }
    return width / heads;
  }

  /** Refuses what is not a batch of sequences of a width. */
  static void requireSequences(
      String layer, String role, Value value, int width, ForwardPass pass) {
    if (value.shape().rank() != 3 || value.shape().dim(-1) != width) {
      throw new IllegalArgumentException(
          layer
              + " "
              + pass.where()
              + ": "
              + role
              + " must be [B, T, "
              + width
              + "], got "
              + value.shape()
              + "; set the width to the last dimension, or reshape to [batch, sequence, width].");
    }
  }

  /** Cuts [B, T, parts * heads * size] into its parts, each [B, heads, T, size]. */
  static List<Value> split(Value rows, int parts, int heads) {
    Shape shape = rows.shape();
    int size = shape.dim(2) / parts / heads;
    // Parts first: each is then one stretch of memory.
    Value apart =
        rows.reshape(Shape.of(shape.dim(0), shape.dim(1), parts, heads, size))
            .transpose(2, 0, 3, 1, 4);
    List<Value> values = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      Value one = parts == 1 ? apart : apart.slice(0, part, part + 1);
      values.add(one.reshape(Shape.of(shape.dim(0), heads, shape.dim(1), size)));
    }
    return values;
  }

  /** Joins [B, heads, T, size] to [B, T, heads * size]. */
  static Value join(Value heads) {
    Shape shape = heads.shape();
    return heads
        .transpose(0, 2, 1, 3)
        .reshape(Shape.of(shape.dim(0), shape.dim(2), shape.dim(1) * shape.dim(3)));
  }
}
