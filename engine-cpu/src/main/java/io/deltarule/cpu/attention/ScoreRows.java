package io.deltarule.cpu.attention;

import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.lower.Lowering;
import io.deltarule.cpu.pointwise.RowKernel;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.pointwise.RowSpec;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.expr.Expr;
import java.util.Collections;
import java.util.List;

/** What happens to rows of scores in place; each thread has its own, bound to its arrays. */
final class ScoreRows {
  private static final Expr X0 = Expr.input(0);
  private static final Expr X1 = Expr.input(1);

  private final Form<RowKernel> biasedForm;
  private final Form<RowKernel> uniformlyBiasedForm;
  private final Form<RowKernel> exponentialsForm;
  private final Form<RowKernel> decaysForm;
  private final Form<RowKernel> slopesForm;
  private final int exponentialCost;
  private final int slopeCost;
  private final int[] offsets = new int[6];
  private RowKernel biased;
  private RowKernel uniformlyBiased;
  private RowKernel exponentials;
  private RowKernel decays;
  private RowKernel slopes;

  /**
   * Binds the rows.
   *
   * @param scores rows of scores
   * @param slopes rows of their gradients
   * @param bias a row of a bias
   * @param shifts a number a row: its maximum, or lse
   * @param maxima a number a row: the maximum up to the block before
   * @param deltas a number a row
   * @param factors a number a row
   */
  ScoreRows(
      RowKernels kernels,
      float[] scores,
      float[] slopes,
      float[] bias,
      float[] shifts,
      float[] maxima,
      float[] deltas,
      float[] factors) {
    Expr p = X0.minus(X1).exp();
    Expr slope = p.times(Expr.input(2).minus(Expr.input(3)));
    biasedForm = kernels.bind(spec(List.of(false, false), X0.plus(X1)), scores, bias, scores);
    uniformlyBiasedForm =
        kernels.bind(spec(List.of(false, true), X0.plus(X1)), scores, bias, scores);
    RowSpec exponential = spec(List.of(false, true), p);
    exponentialCost = exponential.cost();
    exponentialsForm = kernels.bind(exponential, scores, shifts, scores);
    decaysForm = kernels.bind(spec(List.of(false, false), p), maxima, shifts, factors);
    RowSpec gradients = spec(List.of(false, true, false, true), p, slope);
    slopeCost = gradients.cost();
    slopesForm = kernels.bind(gradients, scores, shifts, slopes, deltas, scores, slopes);
  }

  /**
   * Called before each run.
   *
   * @param count the scores that this thread computes, roughly
   * @param hasBias whether they have a bias
   * @param isBackward whether their gradients are computed, rather than what they weigh
   */
  void begin(long count, boolean hasBias, boolean isBackward) {
    biased = biasedForm.next(hasBias ? count : 0);
    uniformlyBiased = uniformlyBiasedForm.next(hasBias ? count : 0);
    exponentials = exponentialsForm.next(isBackward ? 0 : count * exponentialCost);
    decays = decaysForm.next(0);
    slopes = slopesForm.next(isBackward ? count * slopeCost : 0);
  }

  private static RowSpec spec(List<Boolean> uniform, Expr... results) {
    List<Kind> kinds = Collections.nCopies(uniform.size(), Kind.FLOAT);
    return new RowSpec(kinds, uniform, Lowering.of(List.of(results)));
  }

  /** Adds the row of the bias, or its one element, to {@code count} scores from {@code at} on. */
  void addBias(int at, int count, boolean isUniform) {
    offsets[0] = at;
    offsets[1] = 0;
    offsets[2] = at;
    (isUniform ? uniformlyBiased : biased).run(offsets, count);
  }

  /** {@code score = exp(score - shift)}. */
  void exponentials(int at, int row, int count) {
    offsets[0] = at;
    offsets[1] = row;
    offsets[2] = at;
    exponentials.run(offsets, count);
  }

  /** {@code factor = exp(maximum - shift)} for some rows. */
  void decays(int firstMaximum, int rows) {
    offsets[0] = firstMaximum;
    offsets[1] = 0;
    offsets[2] = 0;
    decays.run(offsets, rows);
  }

  /**
   * {@code p = exp(score - shift)} in place of the score, {@code p (slope - delta)} of the slope.
   */
  void slopes(int at, int row, int count) {
    offsets[0] = at;
    offsets[1] = row;
    offsets[2] = at;
    offsets[3] = row;
    offsets[4] = at;
    offsets[5] = at;
    slopes.run(offsets, count);
  }
}
