package io.deltarule.parity.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.deltarule.expr.Derivative;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprEvaluator;
import io.deltarule.expr.ExprProgram;
import io.deltarule.expr.ScalarFunction;
import io.deltarule.expr.Substitution;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Expressions share sub-expressions, so a tree of 2^200 nodes is a graph of 400. Everything that
 * walks one must visit each distinct node once; whatever does not never ends.
 */
class SharedExpressionTest {
  private static final int DEPTH = 200;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final ScalarFunction SQUASH =
      ScalarFunction.of("squash", Expr.input(0).tanh().times(0.5));

  /** x_(n+1) = x_n + tanh(x_n) / 2, as a residual network does it. */
  private static Expr chain() {
    Expr x = Expr.input(0);
    for (int i = 0; i < DEPTH; i++) {
      x = x.plus(x.tanh().times(0.5));
    }
    return x;
  }

  private static Expr chainOfCalls() {
    Expr x = Expr.input(0);
    for (int i = 0; i < DEPTH; i++) {
      x = x.plus(SQUASH.of(x));
    }
    return x;
  }

  @Test
  void programHasOneInstructionForEachDistinctOperation() {
    ExprProgram program = assertTimeoutPreemptively(LIMIT, () -> ExprProgram.of(List.of(chain())));
    assertThat(program.operationCount()).isEqualTo(3 * DEPTH);
  }

  @Test
  void programInlinesSharedCallsOnce() {
    ExprProgram program =
        assertTimeoutPreemptively(LIMIT, () -> ExprProgram.of(List.of(chainOfCalls())));
    assertThat(program.operationCount()).isEqualTo(3 * DEPTH);
  }

  @Test
  void programSharesOperationsBetweenExpressions() {
    ExprProgram program =
        assertTimeoutPreemptively(
            LIMIT,
            () -> {
              Expr shared = chainOfCalls();
              return ExprProgram.of(List.of(shared.plus(1), shared.times(2), shared));
            });
    assertThat(program.operationCount()).isEqualTo(3 * DEPTH + 2);
  }

  @Test
  void expressionsBuiltTwiceAreEqual() {
    boolean equal = assertTimeoutPreemptively(LIMIT, () -> chain().equals(chain()));
    assertThat(equal).isTrue();
    boolean differs =
        assertTimeoutPreemptively(LIMIT, () -> chain().plus(1).equals(chain().plus(2)));
    assertThat(differs).isFalse();
  }

  @Test
  void substitutionKeepsSharing() {
    Expr replaced =
        assertTimeoutPreemptively(
            LIMIT,
            () -> Substitution.replace(chain(), Map.of(Expr.input(0), Expr.input(1).times(2))));
    assertThat(ExprProgram.of(List.of(replaced)).operationCount()).isEqualTo(3 * DEPTH + 1);
  }

  @Test
  void derivativeIsLinearInTheDepth() {
    for (Expr y : List.of(chain(), chainOfCalls())) {
      ExprProgram program =
          assertTimeoutPreemptively(
              LIMIT, () -> ExprProgram.of(List.of(Derivative.of(y, 0).orElseThrow())));
      assertThat(program.operationCount()).isLessThan(10 * DEPTH);
    }
  }

  @Test
  void derivativeOfADeepChainIsRight() {
    double[] value = new double[1];
    double[] derivative = new double[1];
    Expr y = chainOfCalls();
    new ExprEvaluator(List.of(y)).evaluate(new double[] {-1e-60}, value);
    new ExprEvaluator(List.of(Derivative.of(y, 0).orElseThrow()))
        .evaluate(new double[] {-1e-60}, derivative);
    // Near 0 every link multiplies by 3/2.
    assertThat(value[0] / (-1e-60 * Math.pow(1.5, DEPTH))).isCloseTo(1, within());
    assertThat(derivative[0] / Math.pow(1.5, DEPTH)).isCloseTo(1, within());
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-12);
  }

  @Test
  void errorMessagesOfDeepExpressionsStayReadable() {
    String text = assertTimeoutPreemptively(LIMIT, () -> chain().toString());
    assertThat(text).hasSizeLessThan(10_000);
  }
}
