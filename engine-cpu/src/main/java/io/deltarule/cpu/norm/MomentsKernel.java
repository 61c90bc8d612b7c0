package io.deltarule.cpu.norm;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.op.Moments;
import io.deltarule.op.Reduce;
import java.util.Arrays;

/**
 * Mean and variance of every channel: of each part about its own rounded mean, while it is in the
 * cache, so that memory is read once; the parts are moved to the common mean and joined in float64
 * (T. F. Chan, G. H. Golub, R. J. LeVeque, "Algorithms for computing the sample variance", 1983).
 */
public final class MomentsKernel extends ChannelSums {
  private final Form<RowReductions> reductionsForm;
  private final Form<CenteredSumsOfRuns> sumsForm;
  private RowReductions reductions;
  private CenteredSumsOfRuns sums;
  private final float[] x;
  private final int xStart;
  private final float[] mean;
  private final int meanStart;
  private final float[] variance;
  private final int varianceStart;
  private final double total;

  /** For each part, by how much the sum of its elements is more than its rounded mean says. */
  private final float[] rests = new float[first.length];

  public MomentsKernel(
      WorkerPool pool,
      Form<RowReductions> reductions,
      Form<CenteredSumsOfRuns> sums,
      Operands operands) {
    super(pool, operands.input(0).type().shape());
    Operand input = operands.input(0);
    reductionsForm = reductions;
    sumsForm = sums;
    x = array(input);
    xStart = start(input);
    mean = array(operands.output(0));
    meanStart = start(operands.output(0));
    variance = array(operands.output(1));
    varianceStart = start(operands.output(1));
    total = Moments.length(input.type().shape());
  }

  @Override
  void begin(long elements) {
    reductions = reductionsForm.next(elements);
    sums = sumsForm.next(elements);
  }

  @Override
  void sumRun(int from, int count, int channel, int place, float[] lanes) {
    float sum = reductions.reduce(Reduce.Kind.SUM, x, xStart + from, count, lanes);
    float shift = sum / count;
    sums.squares(x, xStart + from, count, shift, lanes);
    first[place] = shift;
    rests[place] = lanes[0];
    second[place] = lanes[CenteredSumsOfRuns.SECOND];
  }

  @Override
  void sumColumns(int from, int rows, int channel, int count, int chunk, float[] shifts) {
    int at = place(chunk, channel);
    float[] squares = second;
    int origin = xStart + from;
    int step = channels();
    Arrays.fill(shifts, 0, count, 0);
    for (int row = 0; row < rows; row++) {
      int start = origin + row * step;
      for (int i = 0; i < count; i++) {
        shifts[i] += x[start + i];
      }
    }
    for (int i = 0; i < count; i++) {
      shifts[i] /= rows;
      first[at + i] = shifts[i];
      rests[at + i] = 0;
      squares[at + i] = 0;
    }
    for (int row = 0; row < rows; row++) {
      int start = origin + row * step;
      for (int i = 0; i < count; i++) {
        float d = x[start + i] - shifts[i];
        rests[at + i] += d;
        squares[at + i] = Math.fma(d, d, squares[at + i]);
      }
    }
  }

  @Override
  void joinParts(int channel) {
    double sum = 0;
    for (int k = 0; k < parts; k++) {
      int place = place(k, channel);
      sum += (double) size(k) * first[place] + rests[place];
    }
    double average = sum / total;
    double squares = 0;
    for (int k = 0; k < parts; k++) {
      int place = place(k, channel);
      double moved = first[place] - average;
      squares += second[place] + moved * (2.0 * rests[place] + size(k) * moved);
    }
    mean[meanStart + channel] = (float) average;
    // What rounding leaves of a constant channel may be below 0; NaN stays.
    variance[varianceStart + channel] = squares < 0 ? 0 : (float) (squares / total);
  }
}
