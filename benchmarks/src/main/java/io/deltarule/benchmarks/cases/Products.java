package io.deltarule.benchmarks.cases;

import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Matrix products [M, K] x [K, N]: squares, the shapes of layers, transposed, batched. */
public final class Products {
  private static final Domain ELEMENTS = Domain.uniform(-1, 1);
  private static final int[] SQUARES = {32, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048};

  /** Rows M, columns N, inner dimension K. */
  private static final int[][] SKINNY = {
    {1, 1024, 1024}, // one sample
    {1024, 1024, 1}, // an outer product
    {1024, 1, 1024}, // a matrix times a vector
    {64, 10, 128}, // the last layer of a classifier
    {128, 10, 64}, // its weights' gradient
    {64, 128, 784}, // mlp-small, forward
    {256, 2048, 784}, // mlp-large, forward
    {4096, 64, 64}, // many rows, few columns
    {64, 64, 16384}, // a long sum
    {127, 129, 131}, // primes and nothing that divides
    {333, 777, 555}
  };

  private static final int[][] TRANSPOSED = {{128, 256, 784}, {512, 512, 512}};

  /** Batch and M, N, K of each: heads of attention, and many small products. */
  private static final int[][] BATCHED = {
    {24, 256, 256, 64}, {24, 256, 64, 256}, {128, 32, 32, 32}, {1000, 4, 4, 4}
  };

  private Products() {}

  static List<BenchmarkCase> all() {
    List<BenchmarkCase> cases = new ArrayList<>();
    for (int size : SQUARES) {
      cases.add(of(size, size, size, false, false));
    }
    for (int[] s : SKINNY) {
      cases.add(of(s[0], s[1], s[2], false, false));
    }
    for (int[] s : TRANSPOSED) {
      IntStream.range(s[0] == s[1] ? 1 : 0, 4) // the square without flags is there
          .forEach(f -> cases.add(of(s[0], s[1], s[2], (f & 1) != 0, (f & 2) != 0)));
    }
    for (int[] s : BATCHED) {
      cases.add(batch(s[0], s[1], s[2], s[3]));
    }
    return cases;
  }

  /**
   * One product, named as in comparisons: {@code matmul:MxNxK}, and {@code matmul:MxNxK:tn} where
   * the left operand, the right one ({@code nt}) or both are stored transposed.
   */
  public static BenchmarkCase of(int m, int n, int k, boolean ta, boolean tb) {
    String stored = ta || tb ? ":" + (ta ? "t" : "n") + (tb ? "t" : "n") : "";
    return BenchmarkCase.of(
        OpCase.named("matmul:" + m + "x" + n + "x" + k + stored)
            .input("a", ELEMENTS, ta ? new int[] {k, m} : new int[] {m, k})
            .input("b", ELEMENTS, tb ? new int[] {n, k} : new int[] {k, n})
            .computes(in -> in.get("a").matmul(in.get("b"), ta, tb))
            .inFamily("matmul"));
  }

  private static BenchmarkCase batch(int batch, int m, int n, int k) {
    return BenchmarkCase.of(
        OpCase.named("matmul:" + batch + "x" + m + "x" + n + "x" + k)
            .input("a", ELEMENTS, batch, m, k)
            .input("b", ELEMENTS, batch, k, n)
            .computes(in -> in.get("a").matmul(in.get("b")))
            .inFamily("matmul"));
  }
}
