package io.deltarule.layer;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Value;
import io.deltarule.op.Reduce;
import java.util.Map;

/**
 * The sum or the mean of the vectors of a bag of indices, such as the words of a text, {@code y[b]
 * = sum over l of weight[x_{b,l}]}: {@code torch.nn.EmbeddingBag}. The vectors themselves are never
 * in memory.
 *
 * <p>Input INT32 [..., L], each from 0 to vocabulary - 1; output [..., width]. Another index is an
 * {@link IndexOutOfBoundsException} of the run. An empty bag gives 0. Parameter: {@code weight}
 * [vocabulary, width], standard normal at first.
 */
public final class EmbeddingBag implements Layer {
  private final EmbeddingTable table;
  private final boolean mean;

  private EmbeddingBag(EmbeddingTable table, boolean mean) {
    this.table = table;
    this.mean = mean;
  }

  /** The sum of a bag's vectors. */
  public static EmbeddingBag sum(int vocabulary, int width) {
    return new EmbeddingBag(EmbeddingTable.of("EmbeddingBag", vocabulary, width), false);
  }

  /** The mean of a bag's vectors. */
  public static EmbeddingBag mean(int vocabulary, int width) {
    return new EmbeddingBag(EmbeddingTable.of("EmbeddingBag", vocabulary, width), true);
  }

  /**
   * The same layer with an index that stands for padding: a bag is summed, or averaged, without it.
   * Its vector is zero at first, and its gradient is zero. A vector that is not zero, loaded from a
   * file, is taken off the sum again, which then loses the digits that it is larger by.
   */
  public EmbeddingBag withPadding(int index) {
    return new EmbeddingBag(table.withPadding(index), mean);
  }

  /** The same layer with other first vectors; that of padding is zero all the same. */
  public EmbeddingBag initializedBy(Initializer vectors) {
    return new EmbeddingBag(table.initializedBy(vectors), mean);
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
    table.requireIndices(input, 1, pass);
    Value sum = table.value(pass).gatherSum(input);
    int length = input.shape().dim(-1);
    if (!table.hasPadding()) {
      return mean && length > 0 ? sum.mul(1.0 / length) : sum;
    }
    // [..., 1], beside the width.
    Value padding = table.isPadding(input).reduce(Reduce.Kind.SUM, true, -1);
    Expr without = Expr.input(0).minus(Expr.input(1).times(Expr.input(2)));
    if (mean) {
      Expr words = Expr.constant(length).minus(Expr.input(1));
      without = without.over(words.max(Expr.ONE));
    }
    return sum.pointwise(without, padding, table.paddingVector(pass));
  }

  @Override
  public String toString() {
    return "EmbeddingBag(" + table + ", " + (mean ? "mean" : "sum") + ")";
  }
}
