package io.deltarule.cpu.pointwise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.lower.Lowering;
import io.deltarule.cpu.pointwise.RowStages.Place;
import io.deltarule.cpu.pointwise.RowStages.Stage;
import io.deltarule.expr.Expr;
import io.deltarule.expr.UnaryOp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowStagesTest {
  @Test
  void aShortProgramIsOneStage() {
    RowSpec spec = spec(2, List.of(Expr.input(0).plus(Expr.input(1)).apply(UnaryOp.TANH)));
    RowStages stages = RowStages.of(spec);
    assertThat(stages.stages()).extracting(Stage::spec).containsExactly(spec);
    assertThat(stages.floats() + stages.ints()).isZero();
  }

  /** Four gates and the states of an LSTM, say: none is computed twice. */
  @Test
  void stagesAreShortAndShareTheWork() {
    List<Expr> results = new ArrayList<>();
    Expr sum = Expr.constant(0);
    for (int i = 0; i < 8; i++) {
      results.add(Expr.input(i).apply(UnaryOp.TANH));
      sum = sum.plus(results.get(i));
    }
    results.add(sum);
    RowSpec spec = spec(8, results);
    List<Stage> stages = RowStages.of(spec).stages();
    assertThat(stages).hasSizeGreaterThan(2).allMatch(s -> instructions(s) <= 64);
    assertThat(stages.stream().mapToInt(s -> s.spec().program().cost()).sum())
        .isEqualTo(spec.program().cost());
    assertThat(stages).allSatisfy(RowStagesTest::readsAndWritesItsOperands);
  }

  @Test
  void onlyTheLastStageWritesResults() {
    List<Expr> results = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      results.add(Expr.input(i).apply(UnaryOp.ERF));
    }
    List<Stage> stages = RowStages.of(spec(8, results)).stages();
    for (Stage stage : stages) {
      boolean isLast = stage == stages.get(stages.size() - 1);
      assertThat(stage.operands().subList(stage.spec().inputs().size(), stage.operands().size()))
          .allMatch(output -> (output.place() == Place.OPERAND) == isLast);
    }
  }

  private static void readsAndWritesItsOperands(Stage stage) {
    assertThat(stage.operands()).hasSize(stage.spec().operands());
  }

  private static int instructions(Stage stage) {
    return stage.spec().program().instructions().size();
  }

  private static RowSpec spec(int inputs, List<Expr> results) {
    return new RowSpec(
        Collections.nCopies(inputs, Kind.FLOAT),
        Collections.nCopies(inputs, false),
        Lowering.of(results));
  }
}
