package io.deltarule.cpu.lower;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.pointwise.RowSpec;
import io.deltarule.cpu.processor.Processors;
import io.deltarule.cpu.warmup.WarmUp;
import io.deltarule.expr.ErrorFunction;
import io.deltarule.expr.Expr;
import io.deltarule.expr.UnaryOp;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Elementary functions against float64, over every exponent, both signs and many mantissas. */
class ElementaryFunctionsTest {
  private enum Function {
    EXP(UnaryOp.EXP, Math::exp, 1.5),
    EXPM1(UnaryOp.EXPM1, Math::expm1, 2),
    LOG(UnaryOp.LOG, Math::log, 1.5),
    LOG1P(UnaryOp.LOG1P, Math::log1p, 2.5),
    TANH(UnaryOp.TANH, Math::tanh, 4),
    ERF(UnaryOp.ERF, ErrorFunction::erf, 2.5),
    FLOOR(UnaryOp.FLOOR, Math::floor, 0),
    SIGN(UnaryOp.SIGN, Math::signum, 0),
    SQRT(UnaryOp.SQRT, Math::sqrt, 0.5);

    private final UnaryOp op;
    private final DoubleUnaryOperator exact;
    private final double ulps;

    Function(UnaryOp op, DoubleUnaryOperator exact, double ulps) {
      this.op = op;
      this.exact = exact;
      this.ulps = ulps;
    }
  }

  /** Arguments: every 4099th float, and the special ones. */
  private static float[] arguments() {
    int step = 4099;
    int count = (int) ((1L << 32) / step);
    float[] x = new float[count + 8];
    for (int i = 0; i < count; i++) {
      x[i] = Float.intBitsToFloat((int) ((long) i * step));
    }
    float[] special = {
      0, -0f, 1, -1, Float.MIN_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN
    };
    System.arraycopy(special, 0, x, count, special.length);
    return x;
  }

  @ParameterizedTest
  @EnumSource
  void isWithinItsStatedBound(Function function) {
    float[] x = arguments();
    float[] y = new float[x.length];
    RowSpec spec =
        new RowSpec(
            List.of(Kind.FLOAT),
            List.of(false),
            Lowering.of(List.of(Expr.input(0).apply(function.op))));
    new RowKernels(new WorkerPool(1), Processors.simd().printer(), WarmUp.none())
        .bind(spec, x, y)
        .now()
        .run(new int[2], x.length);
    double worst = 0;
    for (int i = 0; i < x.length; i++) {
      double exact = function.exact.applyAsDouble(x[i]);
      double error = ulps(y[i], exact);
      assertThat(error <= function.ulps)
          .as("%s(%s) = %s, exactly %s: %s ulp", function, x[i], y[i], exact, error)
          .isTrue();
      worst = Math.max(worst, error);
    }
    System.out.printf("%s: at most %.2f ulp%n", function, worst);
  }

  /** The error in units in the last place of the exact result; NaN and infinities must be exact. */
  private static double ulps(float result, double exact) {
    float rounded = (float) exact;
    if (Float.isNaN(rounded) || Float.isInfinite(rounded)) {
      // One unit below the overflow threshold is as near as infinity.
      boolean same = Float.compare(result, rounded) == 0;
      return same
          ? 0
          : Math.abs(exact) < 0x1.00001p128 && Math.abs(result) > 0x1.fffff0p127 ? 1 : 1e9;
    }
    return Math.abs(result - exact) / Math.ulp(rounded);
  }
}
