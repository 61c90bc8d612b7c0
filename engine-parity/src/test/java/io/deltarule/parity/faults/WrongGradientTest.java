package io.deltarule.parity.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.parity.OpCase;
import io.deltarule.parity.faults.GradientFaults.WrongGradient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A wrong gradient rule is caught, in every family that has gradients. */
class WrongGradientTest {
  private static final long SEED = 20261123;

  private static final Harmless HARMLESS =
      new Harmless()
          .because(
              "the scale of the mask of maxima cancels against that of their count",
              "^(sign|factor 2|constant) in .*: \\(\\(x0 == x1\\) \\? c : c\\)")
          .because(
              "the case jumps where x = y and has no derivative there",
              ": \\(x0 \\* \\(\\(x1 [!=]= x2\\) \\?")
          .because(
              "the slope of the logistic function is even",
              "^sign of a term in .*: \\(x0 \\* \\(-\\(\\(\\(c / \\(exp\\(-\\(x1\\)\\) \\+ c");

  @Test
  void everyWrongGradientIsCaughtByParityAndByFiniteDifferences() {
    FaultTable table =
        new FaultTable("wrong gradient rules", Judge.GRADIENT_PARITY, Judge.FINITE_DIFFERENCES);
    List<String> caughtByOneOnly = new ArrayList<>();
    for (OpCase opCase : Representatives.withGradient()) {
      try (GradientJudges judges = new GradientJudges(opCase, SEED)) {
        assertThat(judges.findWrong(opCase.gradient().computation())).isEmpty();
        for (WrongGradient wrong : GradientFaults.of(opCase)) {
          Set<Judge> caughtBy = judges.findWrong(wrong.gradient());
          boolean effect = judges.differs(wrong.gradient());
          String sort = wrong.fault() + " in " + opCase.operation() + ": " + wrong.site();
          table.add(opCase, wrong.fault(), sort, wrong.where(), effect, caughtBy);
          if (caughtBy.size() == 1) {
            caughtByOneOnly.add(opCase + ": " + wrong.fault() + " in " + wrong.where());
          }
        }
      }
    }
    System.out.println(table);
    assertThat(HARMLESS.unexplained(table.survivors())).isEmpty();
    assertThat(caughtByOneOnly).isEmpty();
  }
}
