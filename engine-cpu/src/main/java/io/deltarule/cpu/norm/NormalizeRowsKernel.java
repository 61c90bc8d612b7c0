package io.deltarule.cpu.norm;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.op.NormalizeRows;
import io.deltarule.op.Reduce;

/** A row at a time: its sum, the sums about its mean, and the result, while it is in the cache. */
public final class NormalizeRowsKernel extends NormalizedRows {
  private final Form<RowReductions> reductionsForm;
  private final Form<CenteredSumsOfRuns> sumsForm;
  private RowReductions reductions;
  private CenteredSumsOfRuns sums;
  private final boolean centered;
  private final float epsilon;
  private final boolean weighted;
  private final boolean biased;
  private final float[] x;
  private final int xStart;
  private final float[] weight;
  private final int weightStart;
  private final float[] bias;
  private final int biasStart;
  private final float[] y;
  private final int yStart;
  private final float[] mean;
  private final int meanStart;
  private final float[] inverse;
  private final int inverseStart;

  public NormalizeRowsKernel(
      WorkerPool pool,
      Form<RowReductions> reductions,
      Form<CenteredSumsOfRuns> sums,
      NormalizeRows op,
      Operands operands) {
    super(pool, operands.input(0).type().shape().dim(0), operands.input(0).type().shape().dim(1));
    reductionsForm = reductions;
    sumsForm = sums;
    centered = op.centered();
    epsilon = (float) op.epsilon();
    weighted = operands.inputs().size() > 1;
    biased = operands.inputs().size() > 2;
    // Where there is none, x stands in and is not read.
    Operand weights = operands.input(weighted ? 1 : 0);
    Operand biases = operands.input(biased ? 2 : 0);
    Operand inverses = operands.output(centered ? 2 : 1);
    Operand means = operands.output(1);
    x = ChannelSums.array(operands.input(0));
    xStart = ChannelSums.start(operands.input(0));
    weight = ChannelSums.array(weights);
    weightStart = ChannelSums.start(weights);
    bias = ChannelSums.array(biases);
    biasStart = ChannelSums.start(biases);
    y = ChannelSums.array(operands.output(0));
    yStart = ChannelSums.start(operands.output(0));
    mean = ChannelSums.array(means);
    meanStart = ChannelSums.start(means);
    inverse = ChannelSums.array(inverses);
    inverseStart = ChannelSums.start(inverses);
  }

  @Override
  public void run() {
    reductions = reductionsForm.next(centered ? (long) rows * length : 0);
    sums = sumsForm.next((long) rows * length);
    visit();
  }

  @Override
  void row(int part, int row, float[] lanes) {
    int from = xStart + row * length;
    float shift =
        centered ? reductions.reduce(Reduce.Kind.SUM, x, from, length, lanes) / length : 0;
    sums.squares(x, from, length, shift, lanes);
    float squares = lanes[CenteredSumsOfRuns.SECOND];
    if (centered) {
      // The corrected two-pass algorithm: what the rounded mean is off by.
      float rest = lanes[0];
      squares -= rest * rest / length;
      // What rounding leaves of a constant row may be below 0; NaN stays.
      squares = squares < 0 ? 0 : squares;
      shift += rest / length;
      mean[meanStart + row] = shift;
    }
    float scale = (float) (1 / Math.sqrt(squares / length + epsilon));
    inverse[inverseStart + row] = scale;
    int to = yStart + row * length;
    if (biased) {
      for (int i = 0; i < length; i++) {
        float n = (x[from + i] - shift) * scale;
        y[to + i] = n * weight[weightStart + i] + bias[biasStart + i];
      }
    } else if (weighted) {
      for (int i = 0; i < length; i++) {
        y[to + i] = (x[from + i] - shift) * scale * weight[weightStart + i];
      }
    } else {
      for (int i = 0; i < length; i++) {
        y[to + i] = (x[from + i] - shift) * scale;
      }
    }
  }
}
