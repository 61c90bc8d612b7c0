package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Gather;
import io.deltarule.op.MatMul;
import io.deltarule.op.Pointwise;
import io.deltarule.op.ScatterAdd;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GatheredProductsTest {
  private static final int VOCABULARY = 5;
  private static final int BATCH = 4;
  private static final int STEPS = 3;
  private static final int ROWS = BATCH * STEPS;
  private static final int INNER = 16;
  private static final int COLUMNS = 7;

  /** Something of the rows [4, 3, inner] of a table, and of what they are multiplied with. */
  private static OpCase ofRows(
      int vocabulary, int inner, BiFunction<Value, OpCase.Inputs, Value> f) {
    return OpCase.named("of rows")
        .input("table", Domain.uniform(-1, 1), vocabulary, inner)
        .input("w", Domain.uniform(-1, 1), inner, COLUMNS)
        .input("bias", Domain.uniform(-1, 1), COLUMNS)
        .input("each", Domain.uniform(-1, 1), ROWS, COLUMNS)
        .integer("indices", Domain.integers(0, vocabulary), BATCH, STEPS)
        .computes(in -> f.apply(in.get("table").gather(in.get("indices")), in));
  }

  private static OpCase ofRows(BiFunction<Value, OpCase.Inputs, Value> f) {
    return ofRows(VOCABULARY, INNER, f);
  }

  private static Value flat(Value rows) {
    return rows.reshape(ROWS, rows.shape().dim(-1));
  }

  private static Value timeFirst(Value rows) {
    return flat(rows.transpose(1, 0, 2));
  }

  /** After the pass, which gives the same values. */
  private static Computation rewritten(OpCase opCase) {
    Computation before = opCase.computation();
    Computation after = Graphs.upTo("gathered products", before);
    Runs.assertSame("after", Runs.run(after, opCase.values(1)), Runs.run(before, opCase.values(1)));
    return after;
  }

  /** The rows that the products multiply, or sum over. */
  private static List<Integer> rowsOfProducts(Computation computation) {
    List<Integer> rows = new ArrayList<>();
    for (Node node : computation.liveNodes()) {
      if (node.op() instanceof MatMul) {
        rows.add(node.input(0).shape().dim(0));
      }
    }
    return rows;
  }

  private static List<Integer> rowsOfProducts(Function<Value, Value> layout) {
    return rowsOfProducts(rewritten(ofRows((rows, in) -> layout.apply(rows).matmul(in.get("w")))));
  }

  @Test
  void theTableIsMultipliedInsteadOfTheRowsThatAreGatheredFromIt() {
    assertThat(rowsOfProducts(GatheredProductsTest::flat)).containsExactly(VOCABULARY);
    assertThat(rowsOfProducts(GatheredProductsTest::timeFirst)).containsExactly(VOCABULARY);
    Function<Value, Value> twice = rows -> flat(rows.reshape(2, 2, 3, INNER).transpose(2, 0, 1, 3));
    assertThat(rowsOfProducts(twice)).containsExactly(VOCABULARY);
  }

  @Test
  void soAreProductsWithATransposedMatrix() {
    OpCase opCase =
        ofRows((rows, in) -> flat(rows).matmul(in.get("w").transpose(1, 0), false, true));
    assertThat(rowsOfProducts(rewritten(opCase))).containsExactly(VOCABULARY);
  }

  @Test
  void aBiasIsAddedBeforeTheProductIsGathered() {
    Computation after =
        rewritten(
            ofRows((rows, in) -> timeFirst(rows).matmul(in.get("w")).add(in.get("bias")).exp()));
    assertThat(Graphs.kernels(after, Pointwise.class)).hasSize(2);
    for (Node node : after.liveNodes()) {
      if (node.op() instanceof Pointwise) {
        assertThat(node.output(0).shape().dim(0)).isEqualTo(VOCABULARY);
      }
    }
  }

  @Test
  void whatDiffersFromRowToRowIsAddedAfterwards() {
    Computation after =
        rewritten(ofRows((rows, in) -> flat(rows).matmul(in.get("w")).add(in.get("each"))));
    assertThat(rowsOfProducts(after)).containsExactly(VOCABULARY);
    assertThat(Graphs.kernels(after, Gather.class)).hasSize(1);
  }

  @Test
  void whatOthersReadBeforeABiasIsAddedStaysThere() {
    Computation after =
        rewritten(
            ofRows(
                (rows, in) -> {
                  Value product = flat(rows).matmul(in.get("w"));
                  return product.add(in.get("bias")).mul(product.sum());
                }));
    assertThat(rowsOfProducts(after)).containsExactly(VOCABULARY);
  }

  /** Of two tables with different rows one alone can be where the operation is done. */
  @Test
  void aPointwiseOperationOfTwoGatheredProductsIsDoneOnTheirRows() {
    for (int other : new int[] {1, 3}) {
      OpCase opCase =
          OpCase.named("of two tables, the second of " + other + " rows")
              .input("table", Domain.uniform(-1, 1), VOCABULARY, INNER)
              .input("other", Domain.uniform(-1, 1), other, INNER)
              .input("w", Domain.uniform(-1, 1), INNER, COLUMNS)
              .input("bias", Domain.uniform(-1, 1), COLUMNS)
              .integer("indices", Domain.integers(0, VOCABULARY), ROWS)
              .integer("others", Domain.integers(0, other), ROWS)
              .computes(
                  in -> {
                    Value first = in.get("table").gather(in.get("indices")).matmul(in.get("w"));
                    Value second = in.get("other").gather(in.get("others")).matmul(in.get("w"));
                    return first.add(second).add(first.mul(in.get("bias")));
                  });
      rewritten(opCase);
      rewritten(opCase.gradient());
    }
    OpCase twice =
        ofRows(
            (rows, in) -> {
              Value product = flat(rows).matmul(in.get("w"));
              return product.add(flat(rows).matmul(in.get("w").mul(2))).add(in.get("bias"));
            });
    assertThat(rowsOfProducts(rewritten(twice))).containsOnly(VOCABULARY);
  }

  @Test
  void gradientsAreSummedByTheRowsOfTheTableOnce() {
    Computation after =
        Graphs.upTo(
            "dead code",
            rewritten(
                ofRows(
                        (rows, in) ->
                            timeFirst(rows).matmul(in.get("w")).add(in.get("bias")).square())
                    .gradient()));
    assertThat(rowsOfProducts(after)).hasSize(3).containsOnly(VOCABULARY);
    Computation whole =
        Compiler.optimize(
            ofRows((rows, in) -> timeFirst(rows).matmul(in.get("w")).square())
                .gradient()
                .computation());
    assertThat(Graphs.kernels(whole, ScatterAdd.class)).hasSize(1);
  }

  @Test
  void aTableThatIsNotMuchShorterThanItsRowsStays() {
    OpCase half = ofRows(ROWS / 2, INNER, (rows, in) -> flat(rows).matmul(in.get("w")));
    assertThat(rowsOfProducts(rewritten(half))).containsExactly(ROWS / 2);
    OpCase more = ofRows(ROWS / 2 + 1, INNER, (rows, in) -> flat(rows).matmul(in.get("w")));
    assertThat(rowsOfProducts(rewritten(more))).containsExactly(ROWS);
    assertThat(rowsOfProducts(rewritten(more.gradient()))).contains(ROWS);
  }

  @Test
  void rowsThatAreShorterThanTheProductIsWorthStay() {
    OpCase narrow = ofRows(VOCABULARY, INNER - 1, (rows, in) -> flat(rows).matmul(in.get("w")));
    assertThat(rowsOfProducts(rewritten(narrow))).containsExactly(ROWS);
  }

  @Test
  void gradientsOfRowsThatOthersReadAreMultipliedAsTheyAre() {
    Computation after =
        rewritten(
            OpCase.named("of updates")
                .input("dy", Domain.uniform(-1, 1), ROWS, INNER)
                .input("w", Domain.uniform(-1, 1), INNER, COLUMNS)
                .integer("indices", Domain.integers(0, VOCABULARY), ROWS)
                .computes(
                    in -> {
                      Value product = in.get("dy").matmul(in.get("w"));
                      Value table = product.scatterAdd(in.get("indices"), VOCABULARY);
                      return table.mul(product.sum());
                    }));
    assertThat(rowsOfProducts(after)).containsExactly(ROWS);
  }

  @Test
  void columnsThatAreGatheredStay() {
    OpCase columns =
        OpCase.named("columns")
            .input("table", Domain.uniform(-1, 1), INNER, VOCABULARY)
            .input("w", Domain.uniform(-1, 1), ROWS, COLUMNS)
            .integer("indices", Domain.integers(0, VOCABULARY), ROWS)
            .computes(
                in -> {
                  Value table = in.get("table");
                  Value gathered = table.graph().apply(new Gather(1), table, in.get("indices"));
                  return gathered.matmul(in.get("w"));
                });
    assertThat(rowsOfProducts(rewritten(columns))).containsExactly(INNER);
  }
}
