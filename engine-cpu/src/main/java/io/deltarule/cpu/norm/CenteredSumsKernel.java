package io.deltarule.cpu.norm;

import io.deltarule.backend.Operands;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.warmup.Form;

/** {@code sum g} and {@code sum g (x - mean)} of every channel, in one pass over g and x. */
public final class CenteredSumsKernel extends ChannelSums {
  private final Form<CenteredSumsOfRuns> sumsForm;
  private CenteredSumsOfRuns sums;
  private final float[] g;
  private final int gStart;
  private final float[] x;
  private final int xStart;
  private final float[] mean;
  private final int meanStart;
  private final float[] sum;
  private final int sumStart;
  private final float[] product;
  private final int productStart;

  public CenteredSumsKernel(WorkerPool pool, Form<CenteredSumsOfRuns> sums, Operands operands) {
    super(pool, operands.input(0).type().shape());
    sumsForm = sums;
    g = array(operands.input(0));
    gStart = start(operands.input(0));
    x = array(operands.input(1));
    xStart = start(operands.input(1));
    mean = array(operands.input(2));
    meanStart = start(operands.input(2));
    sum = array(operands.output(0));
    sumStart = start(operands.output(0));
    product = array(operands.output(1));
    productStart = start(operands.output(1));
  }

  @Override
  void begin(long elements) {
    sums = sumsForm.next(elements);
  }

  @Override
  void sumRun(int from, int count, int channel, int place, float[] lanes) {
    sums.products(g, gStart + from, x, xStart + from, count, mean[meanStart + channel], lanes);
    first[place] = lanes[0];
    second[place] = lanes[CenteredSumsOfRuns.SECOND];
  }

  @Override
  void sumColumns(int from, int rows, int channel, int count, int chunk, float[] scratch) {
    int at = place(chunk, channel);
    int means = meanStart + channel;
    float[] gradients = first;
    float[] products = second;
    int step = channels();
    for (int i = 0; i < count; i++) {
      gradients[at + i] = 0;
      products[at + i] = 0;
    }
    for (int row = 0; row < rows; row++) {
      int gAt = gStart + from + row * step;
      int xAt = xStart + from + row * step;
      for (int i = 0; i < count; i++) {
        gradients[at + i] += g[gAt + i];
        products[at + i] = Math.fma(g[gAt + i], x[xAt + i] - mean[means + i], products[at + i]);
      }
    }
  }

  @Override
  void joinParts(int channel) {
    double gradients = 0;
    double products = 0;
    for (int k = 0; k < parts; k++) {
      gradients += first[place(k, channel)];
      products += second[place(k, channel)];
    }
    sum[sumStart + channel] = (float) gradients;
    product[productStart + channel] = (float) products;
  }
}
