package io.deltarule.benchmarks.cases;

import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.List;

/** Rows taken from a table of embeddings, and their gradients added up in it. */
final class Embeddings {
  private static final Domain ELEMENTS = Domain.uniform(-2, 2);

  /** Rows of the table, columns, rows taken: a small one, text-embed, a language model. */
  private static final int[][] TABLES = {
    {1000, 32, 256}, {20_000, 64, 12_800}, {50_257, 768, 1024}
  };

  private Embeddings() {}

  static List<BenchmarkCase> all() {
    List<BenchmarkCase> cases = new ArrayList<>();
    for (int[] t : TABLES) {
      cases.add(gather(t[0], t[1], t[2]));
      cases.add(scatterAdd(t[0], t[1], t[2]));
    }
    return cases;
  }

  private static BenchmarkCase gather(int rows, int columns, int taken) {
    long untouchedRows = Math.max(0, rows - taken);
    return BenchmarkCase.of(
            OpCase.named("gather of " + taken + " rows from " + rows + " x " + columns)
                .operation("gather")
                .input("table", ELEMENTS, rows, columns)
                .integer("indices", Domain.integers(0, rows), taken)
                .computes(in -> in.get("table").gather(in.get("indices")))
                .inFamily("index"))
        .leaving(untouchedRows * columns * Float.BYTES);
  }

  private static BenchmarkCase scatterAdd(int rows, int columns, int added) {
    return BenchmarkCase.of(
        OpCase.named("scatter-add of " + added + " rows to " + rows + " x " + columns)
            .operation("scatterAdd")
            .input("updates", ELEMENTS, added, columns)
            .integer("indices", Domain.integers(0, rows), added)
            .computes(in -> in.get("updates").scatterAdd(in.get("indices"), rows))
            .inFamily("index"));
  }
}
