package io.deltarule.parity.reference;

import io.deltarule.backend.Operands;
import io.deltarule.op.Attention;
import io.deltarule.op.AttentionGradient;
import io.deltarule.tensor.Shape;

/** Attention and its gradient: for each head and query a row of scores, as the formulas say. */
final class AttentionKernels {
  private final Elements q;
  private final Elements k;
  private final Elements v;
  private final Elements bias;
  private final long[] biasStrides;
  private final boolean causal;
  private final double scale;
  private final Rounding round;
  private final int heads;
  private final int headsAGroup;
  private final int queries;
  private final int keys;
  private final int width;
  private final int valueWidth;

  private AttentionKernels(
      Operands operands, int biasInput, boolean causal, double scale, Rounding round) {
    q = new Elements(operands.input(0));
    k = new Elements(operands.input(1));
    v = new Elements(operands.input(2));
    this.causal = causal;
    this.scale = scale;
    this.round = round;
    heads = q.shape().dim(1);
    headsAGroup = heads / k.shape().dim(1);
    queries = q.shape().dim(2);
    keys = k.shape().dim(2);
    width = q.shape().dim(3);
    valueWidth = v.shape().dim(3);
    boolean isBiased = operands.inputs().size() > biasInput;
    bias = isBiased ? new Elements(operands.input(biasInput)) : null;
    biasStrides = isBiased ? repeating(bias.shape()) : null;
  }

  private static long[] repeating(Shape shape) {
    long[] strides = shape.strides();
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = shape.dim(axis) == 1 ? 0 : strides[axis];
    }
    return strides;
  }

  /** The formula of {@link Attention}. */
  static void attention(Attention op, Operands operands, Rounding round) {
    new AttentionKernels(operands, 3, op.causal(), op.scale(), round).forward(operands);
  }

  /** The formulas of {@link AttentionGradient}. */
  static void gradient(AttentionGradient op, Operands operands, Rounding round) {
    new AttentionKernels(operands, 6, op.causal(), op.scale(), round).backward(operands);
  }

  private void forward(Operands operands) {
    Elements y = new Elements(operands.output(0));
    Elements lse = new Elements(operands.output(1));
    double[] scores = new double[keys];
    for (int row = 0; row < lse.size(); row++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int s = 0; s < keys; s++) {
        scores[s] = score(row, s);
        max = Math.max(max, scores[s]);
      }
      boolean isMasked = max == Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int s = 0; s < keys; s++) {
        scores[s] = isMasked ? 0 : exp(scores[s] - max);
        sum = round.applyAsDouble(sum + scores[s]);
      }
      lse.set(row, isMasked ? max : round.applyAsDouble(max + round.applyAsDouble(Math.log(sum))));
      for (int e = 0; e < valueWidth; e++) {
        double weighted = 0;
        for (int s = 0; s < keys; s++) {
          weighted = fma(scores[s], v.get(key(row, s) * valueWidth + e), weighted);
        }
        y.set((long) row * valueWidth + e, isMasked ? 0 : round.applyAsDouble(weighted / sum));
      }
    }
  }

  private void backward(Operands operands) {
    Elements dy = new Elements(operands.input(3));
    Elements lse = new Elements(operands.input(4));
    Elements delta = new Elements(operands.input(5));
    Elements dq = zeros(new Elements(operands.output(0)));
    Elements dk = zeros(new Elements(operands.output(1)));
    Elements dv = zeros(new Elements(operands.output(2)));
    for (int row = 0; row < lse.size(); row++) {
      for (int s = 0; s < keys; s++) {
        double score = score(row, s);
        if (lse.get(row) == Double.NEGATIVE_INFINITY || score == Double.NEGATIVE_INFINITY) {
          continue;
        }
        double p = exp(score - lse.get(row));
        double dp = 0;
        for (int e = 0; e < valueWidth; e++) {
          long at = key(row, s) * valueWidth + e;
          double upstream = dy.get((long) row * valueWidth + e);
          dp = fma(upstream, v.get(at), dp);
          dv.set(at, fma(p, upstream, dv.get(at)));
        }
        double difference = round.applyAsDouble(dp - delta.get(row));
        double ds = round.applyAsDouble(scale * round.applyAsDouble(p * difference));
        for (int d = 0; d < width; d++) {
          long query = (long) row * width + d;
          long key = key(row, s) * width + d;
          dq.set(query, fma(ds, k.get(key), dq.get(query)));
          dk.set(key, fma(ds, q.get(query), dk.get(key)));
        }
      }
    }
  }

  private static Elements zeros(Elements elements) {
    for (int i = 0; i < elements.size(); i++) {
      elements.set(i, 0);
    }
    return elements;
  }

  /** The score of a row of queries, counted over all heads, and a key; -infinity if masked. */
  private double score(int row, int s) {
    int t = row % queries;
    if (causal && s > t) {
      return Double.NEGATIVE_INFINITY;
    }
    double product = 0;
    for (int d = 0; d < width; d++) {
      product = fma(q.get((long) row * width + d), k.get(key(row, s) * width + d), product);
    }
    double scaled = round.applyAsDouble(scale * product);
    if (bias == null) {
      return scaled;
    }
    int head = row / queries;
    long at =
        head / heads * biasStrides[0]
            + head % heads * biasStrides[1]
            + t * biasStrides[2]
            + s * biasStrides[3];
    return round.applyAsDouble(scaled + bias.get(at));
  }

  /** The number of a key, counted over all groups. */
  private long key(int row, int s) {
    return (long) (row / queries / headsAGroup) * keys + s;
  }

  private double exp(double x) {
    return round.applyAsDouble(Math.exp(round.applyAsDouble(x)));
  }

  private double fma(double a, double b, double c) {
    return round.applyAsDouble(c + round.applyAsDouble(a * b));
  }
}
