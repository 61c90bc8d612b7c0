package io.deltarule.parity.catalogue;

import io.deltarule.graph.Graph;
import io.deltarule.graph.Value;
import io.deltarule.op.Attention;
import io.deltarule.op.AttentionGradient;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Attention and its gradient: widths around the lanes, lengths across the edges of blocks, groups
 * of heads, masks, rows of which nothing is seen. There are no second derivatives.
 */
final class AttentionCases {
  private static final Domain ELEMENTS = Domain.uniform(-1, 1);
  private static final double MASKED = Double.NEGATIVE_INFINITY;

  /**
   * Sizes by their letters in {@link Attention}.
   *
   * @param b batch
   * @param h heads of the queries
   * @param g heads of keys and values
   * @param t queries
   * @param s keys
   * @param d width of queries and keys
   * @param e width of values
   */
  private record Sizes(int b, int h, int g, int t, int s, int d, int e) {
    private int[] queries() {
      return new int[] {b, h, t, d};
    }

    private int[] keys() {
      return new int[] {b, g, s, d};
    }

    private int[] values() {
      return new int[] {b, g, s, e};
    }

    @Override
    public String toString() {
      return Arrays.toString(queries()) + " x " + Arrays.toString(values());
    }
  }

  private AttentionCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    widths(cases);
    lengths(cases);
    groups(cases);
    biases(cases);
    extremes(cases);
    gradients(cases);
    return cases;
  }

  private static void widths(List<OpCase> cases) {
    for (int width : new int[] {1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 128}) {
      both(cases, new Sizes(1, 2, 2, 5, 7, width, width));
    }
    both(cases, new Sizes(1, 1, 1, 3, 4, 5, 1));
    both(cases, new Sizes(1, 1, 1, 3, 4, 1, 9));
    both(cases, new Sizes(1, 1, 1, 3, 4, 257, 131));
    both(cases, new Sizes(1, 1, 1, 3, 5, 33, 300));
  }

  private static void lengths(List<OpCase> cases) {
    for (int length : new int[] {1, 2, 13, 16, 17, 31, 32, 33, 61}) {
      both(cases, new Sizes(1, 2, 2, length, length, 4, 4));
    }
    both(cases, new Sizes(2, 1, 1, 1, 37, 8, 8));
    both(cases, new Sizes(2, 1, 1, 37, 1, 8, 8));
    both(cases, new Sizes(1, 1, 1, 7, 131, 3, 3));
    both(cases, new Sizes(1, 1, 1, 131, 7, 3, 3));
    // Across blocks of 104, 128 and 256.
    both(cases, new Sizes(1, 1, 1, 129, 127, 2, 3));
    both(cases, new Sizes(1, 1, 1, 105, 257, 2, 3));
    both(cases, new Sizes(1, 1, 1, 261, 130, 2, 3));
    both(cases, new Sizes(1, 1, 1, 300, 300, 3, 2));
    both(cases, new Sizes(0, 2, 1, 3, 4, 5, 5));
    both(cases, new Sizes(1, 2, 1, 0, 4, 5, 5));
    // Without a key the logarithm of the sum is -infinity, and has no difference quotient.
    cases.add(
        attention(new Sizes(1, 2, 1, 3, 0, 5, 5), false, "")
            .computes(in -> plain(in, new Sizes(1, 2, 1, 3, 0, 5, 5), false).get(0)));
    both(cases, new Sizes(1, 2, 1, 3, 4, 5, 0));
  }

  private static void groups(List<OpCase> cases) {
    both(cases, new Sizes(2, 4, 2, 5, 6, 3, 3));
    both(cases, new Sizes(1, 6, 1, 9, 5, 4, 4));
    both(cases, new Sizes(3, 6, 3, 4, 17, 5, 2));
    both(cases, new Sizes(1, 3, 1, 35, 140, 2, 2));
    // More heads than need be cut to keep all threads busy.
    both(cases, new Sizes(4, 10, 5, 5, 4, 3, 3));
  }

  private static void both(List<OpCase> cases, Sizes sizes) {
    cases.add(attention(sizes, false, "").computesAll(in -> plain(in, sizes, false)));
    cases.add(attention(sizes, true, "").computesAll(in -> plain(in, sizes, true)));
  }

  private static OpCase.Builder attention(Sizes sizes, boolean causal, String what) {
    return OpCase.named((causal ? "causal attention of " : "attention of ") + sizes + what)
        .operation("attention")
        .input("q", ELEMENTS, sizes.queries())
        .input("k", ELEMENTS, sizes.keys())
        .input("v", ELEMENTS, sizes.values())
        .notSmooth();
  }

  private static List<Value> plain(OpCase.Inputs in, Sizes sizes, boolean causal) {
    return outputs(in, Attention.ofWidth(sizes.d, causal), "q", "k", "v");
  }

  private static List<Value> outputs(OpCase.Inputs in, Attention op, String... names) {
    List<Value> inputs = Arrays.stream(names).map(in::get).toList();
    return inputs.get(0).graph().apply(op, inputs).outputs();
  }

  private static void biases(List<OpCase> cases) {
    Sizes sizes = new Sizes(2, 4, 2, 5, 6, 3, 3);
    biased(cases, sizes, 2, 4, 5, 6);
    biased(cases, sizes, 1, 1, 1, 6);
    biased(cases, sizes, 2, 1, 1, 6);
    biased(cases, sizes, 1, 4, 5, 6);
    biased(cases, sizes, 1, 4, 5, 1);
    biased(cases, sizes, 1, 1, 1, 1);
    biased(cases, new Sizes(1, 1, 1, 130, 270, 2, 2), 1, 1, 130, 270);
    biased(cases, new Sizes(1, 2, 1, 20, 140, 2, 2), 1, 2, 1, 140);
    masked(cases, new Sizes(2, 2, 1, 5, 7, 3, 3), 2, 1, 1, 7);
    masked(cases, new Sizes(2, 2, 2, 7, 5, 3, 3), 1, 2, 7, 5);
    masked(cases, new Sizes(1, 1, 1, 40, 300, 2, 2), 1, 1, 40, 300);
    // Nothing is seen at all.
    Domain nothing = Domain.values(MASKED);
    maskedRows(cases, new Sizes(1, 2, 1, 3, 5, 4, 4), "all", nothing, 1, 1, 1, 5);
    // Some rows are masked, some keys, and some neither.
    Domain some = Domain.values(MASKED, MASKED, MASKED, MASKED, 0, 0, 0, MASKED, 1);
    maskedRows(cases, new Sizes(1, 1, 1, 6, 3, 4, 4), "some", some, 1, 1, 6, 3);
  }

  /** The gradient judges y alone: of -infinity, which lse is then, there is no difference. */
  private static void maskedRows(
      List<OpCase> cases, Sizes sizes, String which, Domain mask, int... bias) {
    Attention op = new Attention(true, 0.5);
    cases.add(
        attention(sizes, true, " with " + which + " rows masked")
            .constant("bias", mask, bias)
            .computes(in -> outputs(in, op, "q", "k", "v", "bias").get(0)));
    cases.add(
        OpCase.named("lse of attention of " + sizes + " with " + which + " rows masked")
            .operation("attention")
            .constant("q", ELEMENTS, sizes.queries())
            .constant("k", ELEMENTS, sizes.keys())
            .constant("v", ELEMENTS, sizes.values())
            .constant("bias", mask, bias)
            .computesAll(in -> outputs(in, op, "q", "k", "v", "bias")));
  }

  private static void biased(List<OpCase> cases, Sizes sizes, int... bias) {
    for (boolean causal : new boolean[] {false, true}) {
      cases.add(
          attention(sizes, causal, " with a bias of " + Arrays.toString(bias))
              .input("bias", Domain.uniform(-2, 2), bias)
              .computesAll(in -> outputs(in, op(sizes, causal), "q", "k", "v", "bias")));
    }
  }

  private static void masked(List<OpCase> cases, Sizes sizes, int... bias) {
    for (boolean causal : new boolean[] {false, true}) {
      cases.add(
          attention(sizes, causal, " with a mask of " + Arrays.toString(bias))
              .constant("bias", Domain.values(0, MASKED, 0.5, MASKED, MASKED, -1, 0), bias)
              .computesAll(in -> outputs(in, op(sizes, causal), "q", "k", "v", "bias")));
    }
  }

  private static Attention op(Sizes sizes, boolean causal) {
    return Attention.ofWidth(sizes.d, causal);
  }

  /** Scores far apart, where shifting by the maximum alone keeps exp from overflowing. */
  private static void extremes(List<OpCase> cases) {
    Sizes sizes = new Sizes(1, 2, 1, 9, 140, 4, 3);
    for (double scale : new double[] {40, -3, 0}) {
      cases.add(
          OpCase.named("attention of scale " + scale)
              .operation("attention")
              .constant("q", ELEMENTS, sizes.queries())
              .constant("k", ELEMENTS, sizes.keys())
              .input("v", ELEMENTS, sizes.values())
              .notSmooth()
              .computesAll(in -> outputs(in, new Attention(false, scale), "q", "k", "v")));
    }
    cases.add(
        OpCase.named("attention with a maximum that grows from block to block")
            .operation("attention")
            .input("q", Domain.uniform(1, 2), 1, 1, 3, 1)
            .constant("k", Domain.values(-80, -40, -20, 0, 30, 60, 90), 1, 1, 399, 1)
            .input("v", ELEMENTS, 1, 1, 399, 2)
            .notSmooth()
            .computesAll(in -> outputs(in, new Attention(false, 1), "q", "k", "v")));
  }

  /** As an operation of its own, of any lse and delta. */
  private static void gradients(List<OpCase> cases) {
    for (boolean causal : new boolean[] {false, true}) {
      Sizes sizes = new Sizes(2, 4, 2, 17, 9, 5, 3);
      cases.add(
          OpCase.named((causal ? "causal " : "") + "gradient of attention by itself")
              .operation("attentionGradient")
              .constant("q", ELEMENTS, sizes.queries())
              .constant("k", ELEMENTS, sizes.keys())
              .constant("v", ELEMENTS, sizes.values())
              .constant("dy", ELEMENTS, 2, 4, 17, 3)
              .constant("lse", Domain.values(1, 2, MASKED, 3), 2, 4, 17)
              .constant("delta", ELEMENTS, 2, 4, 17)
              .computesAll(
                  in -> {
                    Graph graph = in.get("q").graph();
                    List<Value> inputs =
                        List.of("q", "k", "v", "dy", "lse", "delta").stream().map(in::get).toList();
                    return graph.apply(new AttentionGradient(causal, 0.7), inputs).outputs();
                  }));
    }
  }
}
