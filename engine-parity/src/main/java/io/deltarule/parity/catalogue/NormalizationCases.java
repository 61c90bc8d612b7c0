package io.deltarule.parity.catalogue;

import io.deltarule.graph.Value;
import io.deltarule.op.CenteredSums;
import io.deltarule.op.Moments;
import io.deltarule.op.NormalizeRows;
import io.deltarule.op.NormalizeRowsGradient;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Statistics of channels, and rows normalised by their own, with its gradient. */
final class NormalizationCases {
  private static final Domain ELEMENTS = Domain.uniform(-2, 2);

  /** A mean of 10,000 and deviation of 1: what a difference of squares would lose altogether. */
  private static final Domain FAR_OUT = Domain.uniform(9998, 10002);

  /** Squares near epsilon, without which a row of one element would have a gradient of nothing. */
  private static final Domain SMALL = Domain.uniform(-0.01, 0.01);

  private static final double EPSILON = 1e-5;

  private NormalizationCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    channels(cases);
    rows(cases);
    rowGradients(cases);
    return cases;
  }

  private static void channels(List<OpCase> cases) {
    // The run of a channel: around the lanes of every vector and the 64 of a sum.
    for (int run : new int[] {1, 2, 3, 4, 7, 15, 16, 17, 49, 63, 64, 65, 129}) {
      channels(cases, ELEMENTS, 2, 3, run);
    }
    channels(cases, ELEMENTS, 1, 1, 2);
    channels(cases, ELEMENTS, 5, 1, 4);
    channels(cases, ELEMENTS, 1, 7, 9);
    channels(cases, ELEMENTS, 3, 0, 4);
    // Columns: around the lanes; more than a chunk of rows, more than a block of columns.
    for (int columns : new int[] {15, 16, 17, 33}) {
      channels(cases, ELEMENTS, 5, columns, 1);
    }
    many(cases, 4096, 3, 1);
    many(cases, 131, 517, 1);
    many(cases, 67, 1, 1);
    // Longer than a piece of a run; many short runs.
    many(cases, 3, 2, 20_011);
    many(cases, 1, 3, 16_385);
    many(cases, 311, 5, 6);
    channels(cases, FAR_OUT, 3, 2, 8);
    channels(cases, FAR_OUT, 16, 3, 1);
    cases.add(moments("of a constant", Domain.values(3), true, 4, 2, 3));
    cases.add(centeredSums(ELEMENTS, true, 0, 2, 3));
    cases.add(centeredSums(ELEMENTS, true, 2, 3, 0));
  }

  private static void channels(List<OpCase> cases, Domain domain, int... shape) {
    String of = domain == FAR_OUT ? "far out of" : "of";
    cases.add(moments(of, domain, true, shape));
    cases.add(centeredSums(domain, true, shape));
  }

  private static void many(List<OpCase> cases, int... shape) {
    cases.add(moments("of", ELEMENTS, false, shape));
    cases.add(centeredSums(ELEMENTS, false, shape));
  }

  static OpCase moments(String of, Domain domain, boolean differentiable, int... shape) {
    OpCase.Builder builder =
        OpCase.named("moments " + of + " " + Arrays.toString(shape)).operation("moments");
    return element(builder, "x", differentiable, domain, shape)
        .computesAll(
            in -> in.get("x").graph().apply(new Moments(), List.of(in.get("x"))).outputs());
  }

  static OpCase centeredSums(Domain domain, boolean differentiable, int... shape) {
    String far = domain == FAR_OUT ? "far out " : "";
    OpCase.Builder builder =
        OpCase.named("centered sums of " + far + Arrays.toString(shape)).operation("centeredSums");
    element(builder, "g", differentiable, ELEMENTS, shape);
    element(builder, "x", differentiable, domain, shape);
    Domain mean = domain == FAR_OUT ? Domain.uniform(9999, 10001) : ELEMENTS;
    return element(builder, "mean", differentiable, mean, shape[1])
        .computesAll(
            in ->
                in.get("x")
                    .graph()
                    .apply(new CenteredSums(), List.of(in.get("g"), in.get("x"), in.get("mean")))
                    .outputs());
  }

  private static OpCase.Builder element(
      OpCase.Builder builder, String name, boolean differentiable, Domain domain, int... shape) {
    return differentiable
        ? builder.input(name, domain, shape)
        : builder.constant(name, domain, shape);
  }

  private static void rows(List<OpCase> cases) {
    for (int length : new int[] {1, 2, 3, 4, 7, 15, 16, 17, 31, 63, 64, 65, 129}) {
      boolean centered = length > 1;
      Domain elements = length > 1 ? ELEMENTS : SMALL;
      cases.add(normalize(elements, true, centered, 2, 3, length));
      cases.add(normalize(elements, true, false, 1, 3, length));
    }
    for (int affine = 0; affine <= 2; affine++) {
      for (boolean centered : new boolean[] {true, false}) {
        cases.add(normalize(ELEMENTS, true, centered, affine, 5, 6));
        cases.add(normalize(ELEMENTS, true, centered, affine, 0, 5));
        cases.add(normalize(ELEMENTS, true, centered, affine, 1, 9));
      }
    }
    cases.add(normalize(FAR_OUT, true, true, 2, 4, 8));
    // A row is constant: its deviation is what epsilon makes of 0.
    cases.add(normalize(Domain.values(2), true, true, 2, 3, 5));
    // So many equal numbers that their rounded squares outweigh what they sum to.
    cases.add(normalize(Domain.values(8299352), false, true, 2, 1, 65_536));
    cases.add(moments("of equal numbers", Domain.values(8299352), false, 1, 2, 65_536));
    // More rows than a part has; rows that a warp, and a block of a GPU, don't hold at once.
    cases.add(normalize(ELEMENTS, false, true, 2, 307, 33));
    cases.add(normalize(ELEMENTS, false, false, 1, 307, 8));
    cases.add(normalize(ELEMENTS, false, true, 2, 3, 1025));
    cases.add(normalize(ELEMENTS, false, true, 2, 2, 16_387));
  }

  private static String kind(Domain domain) {
    if (domain == FAR_OUT) {
      return " far out";
    }
    return domain == ELEMENTS || domain == SMALL ? "" : " constant";
  }

  static OpCase normalize(
      Domain domain, boolean differentiable, boolean centered, int affine, int... shape) {
    NormalizeRows op = new NormalizeRows(EPSILON, centered);
    OpCase.Builder builder =
        OpCase.named(
                (centered ? "layer norm" : "RMS norm")
                    + kind(domain)
                    + " of "
                    + Arrays.toString(shape)
                    + ", affine inputs "
                    + affine)
            .operation("normalizeRows");
    element(builder, "x", differentiable, domain, shape);
    if (domain != ELEMENTS) {
      // Small beside the deviation, not beside the mean.
      builder.finiteDifferenceStep(1e-8);
    }
    if (affine > 0) {
      element(builder, "weight", differentiable, ELEMENTS, shape[1]);
    }
    if (affine > 1) {
      element(builder, "bias", differentiable, ELEMENTS, shape[1]);
    }
    return builder.computesAll(
        in -> {
          List<Value> inputs = new ArrayList<>(List.of(in.get("x")));
          if (affine > 0) {
            inputs.add(in.get("weight"));
          }
          if (affine > 1) {
            inputs.add(in.get("bias"));
          }
          return in.get("x").graph().apply(op, inputs).outputs();
        });
  }

  private static void rowGradients(List<OpCase> cases) {
    for (int length : new int[] {1, 2, 3, 15, 16, 17, 63, 64, 65}) {
      cases.add(gradient(true, true, 2, 3, length));
      cases.add(gradient(true, false, 1, 3, length));
    }
    for (int affine = 0; affine <= 2; affine++) {
      for (boolean centered : new boolean[] {true, false}) {
        cases.add(gradient(true, centered, affine, 5, 6));
        cases.add(gradient(true, centered, affine, 0, 5));
        cases.add(gradient(true, centered, affine, 1, 9));
      }
    }
    cases.add(gradient(false, true, 2, 307, 33));
    cases.add(gradient(false, false, 1, 307, 8));
    cases.add(gradient(false, true, 0, 129, 17));
    cases.add(gradient(false, true, 2, 3, 1025));
    cases.add(gradient(false, true, 2, 2, 16_387));
    cases.add(gradient(false, true, 2, 1031, 5));
  }

  static OpCase gradient(boolean differentiable, boolean centered, int affine, int... shape) {
    NormalizeRowsGradient op = new NormalizeRowsGradient(centered, affine > 0, affine > 1);
    List<String> names = new ArrayList<>(List.of("dy", "x"));
    OpCase.Builder builder =
        OpCase.named(
                "gradient of "
                    + (centered ? "layer norm" : "RMS norm")
                    + " of "
                    + Arrays.toString(shape)
                    + ", affine inputs "
                    + affine)
            .operation("normalizeRowsGradient");
    element(builder, "dy", differentiable, ELEMENTS, shape);
    element(builder, "x", differentiable, ELEMENTS, shape);
    if (centered) {
      element(builder, "mean", differentiable, ELEMENTS, shape[0]);
      names.add("mean");
    }
    element(builder, "inverse", differentiable, Domain.uniform(0.5, 2), shape[0]);
    names.add("inverse");
    if (affine > 0) {
      element(builder, "weight", differentiable, ELEMENTS, shape[1]);
      names.add("weight");
    }
    return builder.computesAll(
        in -> in.get("x").graph().apply(op, names.stream().map(in::get).toList()).outputs());
  }
}
