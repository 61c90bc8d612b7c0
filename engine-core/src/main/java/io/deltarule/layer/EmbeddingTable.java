package io.deltarule.layer;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Value;
import io.deltarule.op.CustomGradient;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * The weight [V, D] of an embedding: a vector for each of V indices. One of them may stand for
 * padding: its vector starts at zero, and its gradient is zero.
 */
final class EmbeddingTable {
  private static final int NO_PADDING = -1;

  private final String layer;
  private final int vocabulary;
  private final int width;
  private final int padding;
  private final Initializer initializer;
  private final Parameter weight;

  private EmbeddingTable(
      String layer, int vocabulary, int width, int padding, Initializer initializer) {
    this.layer = layer;
    this.vocabulary = vocabulary;
    this.width = width;
    this.padding = padding;
    this.initializer = initializer;
    this.weight =
        Parameter.decaying(
            Shape.of(vocabulary, width),
            padding == NO_PADDING ? initializer : withoutRow(initializer, padding, width));
  }

  /** A table without padding, of standard normal vectors, as PyTorch initialises it. */
  static EmbeddingTable of(String layer, int vocabulary, int width) {
    if (vocabulary < 1 || width < 1) {
      throw new IllegalArgumentException(
          layer
              + ": vocabulary and width must be 1 or more, got "
              + vocabulary
              + " and "
              + width
              + "; give the number of indices and the length of a vector");
    }
    return new EmbeddingTable(layer, vocabulary, width, NO_PADDING, Initializers.normal(1));
  }

  EmbeddingTable withPadding(int index) {
    if (index < 0 || index >= vocabulary) {
      throw new IllegalArgumentException(
          layer
              + ": the padding index must be 0 to "
              + (vocabulary - 1)
              + ", got "
              + index
              + "; choose an index of the vocabulary, or a larger one");
    }
    return new EmbeddingTable(layer, vocabulary, width, index, initializer);
  }

  EmbeddingTable initializedBy(Initializer vectors) {
    return new EmbeddingTable(layer, vocabulary, width, padding, vectors);
  }

  private static Initializer withoutRow(Initializer vectors, int row, int width) {
    return (shape, random) -> {
      DoubleSupplier values = vectors.values(shape, random);
      return new Elements(
          width,
          (at, column) -> {
            // Drawn for the row of zeros too, so that the rows after it don't depend on it.
            double value = values.getAsDouble();
            return at == row ? 0 : value;
          });
    };
  }

  Parameter weight() {
    return weight;
  }

  boolean hasPadding() {
    return padding != NO_PADDING;
  }

  /** FLOAT32 of the shape of the indices: 1 where one stands for padding, 0 elsewhere. */
  Value isPadding(Value indices) {
    Expr isPadding = Expr.input(0, ScalarType.INT).eq(Expr.constantInt(padding));
    return indices.pointwise(Expr.select(isPadding, Expr.ONE, Expr.ZERO));
  }

  /** The vector [1, D] of padding, through which no gradient flows. */
  Value paddingVector(ForwardPass pass) {
    return pass.value(weight).slice(0, padding, padding + 1).stopGradient();
  }

  /** The weight in a graph, with a gradient that is zero at the vector of padding. */
  Value value(ForwardPass pass) {
    Value vectors = pass.value(weight);
    return hasPadding()
        ? CustomGradient.of(vectors, List.of(vectors), this::withoutPadding)
        : vectors;
  }

  private List<Value> withoutPadding(List<Value> arguments, Value output, Value upstream) {
    Value row = upstream.graph().iota(vocabulary).reshape(vocabulary, 1);
    Expr isPadding = Expr.input(1, ScalarType.INT).eq(Expr.constantInt(padding));
    return List.of(upstream.pointwise(Expr.select(isPadding, Expr.ZERO, Expr.input(0)), row));
  }

  /** Refuses what can't be indices; whether they are in range is known when they are there. */
  void requireIndices(Value input, int rank, ForwardPass pass) {
    if (input.dtype() == DType.INT32 && input.shape().rank() >= rank) {
      return;
    }
    throw new IllegalArgumentException(
        layer
            + " "
            + pass.where()
            + ": input must be INT32 indices"
            + (rank > 0 ? " [..., L]" : "")
            + " from 0 to "
            + (vocabulary - 1)
            + ", got "
            + input.type()
            + (input.dtype() == DType.INT32
                ? "; reshape a single bag to [1, L]."
                : "; describe the features of a training with indices(shape) instead of"
                    + " features(shape)."));
  }

  @Override
  public String toString() {
    return vocabulary + " x " + width + (hasPadding() ? ", padding " + padding : "");
  }
}
