package io.deltarule.cpu.attention;

import io.deltarule.backend.Operands;
import io.deltarule.tensor.Shape;

/**
 * The sizes of an attention: queries [b, h, t, d], keys [b, g, s, d], values [b, g, s, e].
 *
 * @param b batch
 * @param h heads
 * @param g groups of heads that share keys and values
 * @param t queries
 * @param s keys
 * @param d width of queries and keys
 * @param e width of values
 * @param causal query t sees keys 0 to t
 */
record AttentionShape(int b, int h, int g, int t, int s, int d, int e, boolean causal) {
  static AttentionShape of(Operands operands, boolean causal) {
    Shape q = operands.input(0).type().shape();
    Shape v = operands.input(2).type().shape();
    return new AttentionShape(
        q.dim(0), q.dim(1), v.dim(1), q.dim(2), v.dim(2), q.dim(3), v.dim(3), causal);
  }

  /** Heads that share keys and values. */
  int headsAGroup() {
    return h / g;
  }

  /** Of the keys from {@code key} on, how many of {@code count} a query sees. */
  int seen(int query, int key, int count) {
    return causal ? Math.max(0, Math.min(count, query + 1 - key)) : count;
  }
}
