package io.deltarule.layer;

import io.deltarule.graph.Value;
import java.util.Map;

/**
 * A vector for each index, {@code y = weight[x]}: {@code torch.nn.Embedding}.
 *
 * <p>Input INT32 [...], each from 0 to vocabulary - 1; output [..., width]. Another index is an
 * {@link IndexOutOfBoundsException} of the run. Parameter: {@code weight} [vocabulary, width],
 * standard normal at first.
 */
public final class Embedding implements Layer {
  private final EmbeddingTable table;

  private Embedding(EmbeddingTable table) {
    this.table = table;
  }

  /** A layer with standard normal vectors. */
  public static Embedding of(int vocabulary, int width) {
    return new Embedding(EmbeddingTable.of("Embedding", vocabulary, width));
  }

  /**
   * The same layer with an index that stands for padding: its vector is zero at first, and its
   * gradient is zero, so that training leaves it as it is.
   */
  public Embedding withPadding(int index) {
    return new Embedding(table.withPadding(index));
  }

  /** The same layer with other first vectors; that of padding is zero all the same. */
  public Embedding initializedBy(Initializer vectors) {
    return new Embedding(table.initializedBy(vectors));
  }

  public Parameter weight() {
    return table.weight();
  }

  @Override
  public Map<String, Parameter> parameters() {
    return Map.of("weight", table.weight());
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    table.requireIndices(input, 0, pass);
    return table.value(pass).gather(input);
  }

  @Override
  public String toString() {
    return "Embedding(" + table + ")";
  }
}
