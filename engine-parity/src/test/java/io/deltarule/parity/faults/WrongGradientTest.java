package io.deltarule.parity.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.graph.Computation;
import io.deltarule.parity.OpCase;
import io.deltarule.parity.faults.GradientFaults.WrongGradient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A wrong gradient rule is caught, in every family that has gradients. */
@Tag("any-jdk")
class WrongGradientTest {
  private static final long SEED = 20261123;

  /** In how many cases the same fault must be caught. */
  private static final int ENOUGH = 3;

  private static final Harmless HARMLESS =
      new Harmless()
          .because(
              "the scale of the mask of maxima cancels against that of their count",
              "^(sign|factor 2|constant) in .*: \\(\\(x0 == x1\\) \\? c : c\\)")
          .because(
              "the case jumps where x = y and has no derivative there, and NE has none by y",
              "NE: output gy1|: \\(x0 \\* \\(\\(x1 [!=]= x2\\) \\?")
          .because(
              "the slope of the logistic function is even",
              "^sign of a term in .*: \\(x0 \\* \\(-\\(\\(\\(c / \\(exp\\(-\\(x1\\)\\) \\+ c")
          .because(
              "WrongDerivativeTest reaches the corners of activations, or says why not",
              "^constant in (hardSigmoid|gelu|geluTanh|mish|silu|Activation):")
          .because(
              "only probabilities of 0 and 1 reach the limits, and have no difference quotient",
              "^constant in binaryCrossEntropy: ")
          .because(
              "what a tie gets is that of the larger of two, which ties of the catalogue judge",
              "^(constant|branches exchanged) in (CosineEmbedding|TripletMargin|hinge): "
                  + ".* == c\\) \\? c : c");

  @Test
  void everyWrongGradientIsCaughtByParityAndByFiniteDifferences() {
    FaultTable table =
        new FaultTable("wrong gradient rules", Judge.GRADIENT_PARITY, Judge.FINITE_DIFFERENCES);
    List<String> caughtByOneOnly = new ArrayList<>();
    for (OpCase opCase : Representatives.withGradient()) {
      try (GradientJudges judges = new GradientJudges(opCase, SEED)) {
        assertThat(judges.findWrong(opCase.gradient().computation())).as(opCase.name()).isEmpty();
        for (WrongGradient wrong : GradientFaults.of(opCase)) {
          String sort = wrong.fault() + " in " + opCase.operation() + ": " + wrong.site();
          if (table.timesCaught(sort) < ENOUGH) {
            Computation gradient = wrong.gradient().get();
            Set<Judge> caughtBy = judges.findWrong(gradient);
            boolean effect = judges.differs(gradient);
            table.add(opCase, wrong.fault(), sort, wrong.where(), effect, caughtBy);
            if (caughtBy.size() == 1) {
              caughtByOneOnly.add(
                  opCase + ": " + wrong.fault() + " in " + wrong.where() + caughtBy);
            }
          }
        }
      }
    }
    System.out.println(table);
    assertThat(HARMLESS.unexplained(table.survivors())).isEmpty();
    assertThat(caughtByOneOnly).isEmpty();
  }
}
