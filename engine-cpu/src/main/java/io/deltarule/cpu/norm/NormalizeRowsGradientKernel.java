package io.deltarule.cpu.norm;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.op.NormalizeRowsGradient;
import java.util.Arrays;

/**
 * A row at a time, its two sums and then dx, while it is in the cache. The gradients of weight and
 * bias are summed over the rows of each part; the parts' sums are added in order.
 */
public final class NormalizeRowsGradientKernel extends NormalizedRows {
  private final Form<CenteredSumsOfRuns> sumsForm;
  private CenteredSumsOfRuns sums;
  private final boolean centered;
  private final boolean weighted;
  private final boolean biased;
  private final float[] dy;
  private final int dyStart;
  private final float[] x;
  private final int xStart;
  private final float[] mean;
  private final int meanStart;
  private final float[] inverse;
  private final int inverseStart;
  private final float[] weight;
  private final int weightStart;
  private final float[] dx;
  private final int dxStart;
  private final float[] dweight;
  private final int dweightStart;
  private final float[] dbias;
  private final int dbiasStart;

  /** The sums of each part for weight [parts, length] and bias. */
  private final float[] weightSums;

  private final float[] biasSums;

  public NormalizeRowsGradientKernel(
      WorkerPool pool, Form<CenteredSumsOfRuns> sums, NormalizeRowsGradient op, Operands operands) {
    super(pool, operands.input(1).type().shape().dim(0), operands.input(1).type().shape().dim(1));
    sumsForm = sums;
    centered = op.centered();
    weighted = op.weighted();
    biased = op.biased();
    // Where there is none, another operand stands in and is not touched.
    Operand inverses = operands.input(centered ? 3 : 2);
    Operand weights = operands.input(operands.inputs().size() - 1);
    Operand dweights = operands.output(weighted ? 1 : 0);
    Operand dbiases = operands.output(biased ? 2 : 0);
    dy = ChannelSums.array(operands.input(0));
    dyStart = ChannelSums.start(operands.input(0));
    x = ChannelSums.array(operands.input(1));
    xStart = ChannelSums.start(operands.input(1));
    mean = ChannelSums.array(operands.input(2));
    meanStart = ChannelSums.start(operands.input(2));
    inverse = ChannelSums.array(inverses);
    inverseStart = ChannelSums.start(inverses);
    weight = ChannelSums.array(weights);
    weightStart = ChannelSums.start(weights);
    dx = ChannelSums.array(operands.output(0));
    dxStart = ChannelSums.start(operands.output(0));
    dweight = ChannelSums.array(dweights);
    dweightStart = ChannelSums.start(dweights);
    dbias = ChannelSums.array(dbiases);
    dbiasStart = ChannelSums.start(dbiases);
    weightSums = new float[weighted ? Math.multiplyExact(parts, length) : 0];
    biasSums = new float[biased ? Math.multiplyExact(parts, length) : 0];
  }

  @Override
  public void run() {
    sums = sumsForm.next((long) rows * length);
    visit();
    if (weighted) {
      add(weightSums, dweight, dweightStart);
    }
    if (biased) {
      add(biasSums, dbias, dbiasStart);
    }
  }

  private void add(float[] partSums, float[] result, int at) {
    Arrays.fill(result, at, at + length, 0);
    for (int part = 0; part < parts; part++) {
      int from = part * length;
      for (int i = 0; i < length; i++) {
        result[at + i] += partSums[from + i];
      }
    }
  }

  @Override
  void begin(int part) {
    if (weighted) {
      Arrays.fill(weightSums, part * length, (part + 1) * length, 0);
    }
    if (biased) {
      Arrays.fill(biasSums, part * length, (part + 1) * length, 0);
    }
  }

  @Override
  void row(int part, int row, float[] lanes) {
    int dyFrom = dyStart + row * length;
    int xFrom = xStart + row * length;
    float shift = centered ? mean[meanStart + row] : 0;
    float scale = inverse[inverseStart + row];
    if (weighted) {
      sums.weighted(dy, dyFrom, weight, weightStart, x, xFrom, length, shift, lanes);
    } else {
      sums.products(dy, dyFrom, x, xFrom, length, shift, lanes);
    }
    float meanGradient = centered ? lanes[0] / length : 0;
    float meanProduct = lanes[CenteredSumsOfRuns.SECOND] * scale / length;
    int to = dxStart + row * length;
    if (!weighted) {
      for (int i = 0; i < length; i++) {
        float n = (x[xFrom + i] - shift) * scale;
        dx[to + i] = (dy[dyFrom + i] - meanGradient - n * meanProduct) * scale;
      }
      return;
    }
    int sumsAt = part * length;
    for (int i = 0; i < length; i++) {
      float n = (x[xFrom + i] - shift) * scale;
      float g = dy[dyFrom + i] * weight[weightStart + i];
      dx[to + i] = (g - meanGradient - n * meanProduct) * scale;
      weightSums[sumsAt + i] += dy[dyFrom + i] * n;
    }
    if (biased) {
      for (int i = 0; i < length; i++) {
        biasSums[sumsAt + i] += dy[dyFrom + i];
      }
    }
  }
}
