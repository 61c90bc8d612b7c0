package io.deltarule.parity.catalogue;

import io.deltarule.graph.Value;
import io.deltarule.op.Barrier;
import io.deltarule.op.Concat;
import io.deltarule.op.CustomGradient;
import io.deltarule.op.Op;
import io.deltarule.op.Pad;
import io.deltarule.op.Slice;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operations that move elements: exact on every backend. */
final class LayoutCases {
  private static final Domain ELEMENTS = Domain.uniform(-2, 2);

  private LayoutCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    transposes(cases);
    slices(cases);
    concatenations(cases);
    pads(cases);
    views(cases);
    return cases;
  }

  private static void transposes(List<OpCase> cases) {
    transpose(cases, new int[] {1, 0}, 1, 1);
    transpose(cases, new int[] {1, 0}, 5, 7);
    transpose(cases, new int[] {1, 0}, 17, 33);
    transpose(cases, new int[] {1, 0}, 16, 8);
    transpose(cases, new int[] {1, 0}, 0, 3);
    transpose(cases, new int[] {1, 0}, 1100, 37);
    transpose(cases, new int[] {0}, 5);
    int[][] threes = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int[] permutation : threes) {
      transpose(cases, permutation, 3, 4, 5);
    }
    transpose(cases, new int[] {0, 2, 1, 3}, 2, 3, 4, 5);
    transpose(cases, new int[] {3, 1, 0, 2}, 2, 3, 4, 5);
    cases.add(
        OpCase.named("transpose of integers")
            .operation("transpose")
            .integer("x", Domain.integers(-99, 99), 3, 5)
            .computes(in -> in.get("x").transpose(1, 0)));
  }

  private static void transpose(List<OpCase> cases, int[] permutation, int... dims) {
    cases.add(
        OpCase.named("transpose " + Arrays.toString(dims) + " by " + Arrays.toString(permutation))
            .operation("transpose")
            .input("x", ELEMENTS, dims)
            .computes(in -> in.get("x").transpose(permutation)));
  }

  private static void slices(List<OpCase> cases) {
    slice(cases, "rows", new Slice(List.of(1, 0), List.of(4, 7), List.of(1, 1)), 5, 7);
    slice(cases, "columns", new Slice(List.of(0, 2), List.of(5, 6), List.of(1, 1)), 5, 7);
    slice(cases, "every second row", new Slice(List.of(0, 0), List.of(5, 7), List.of(2, 1)), 5, 7);
    slice(
        cases, "every third column", new Slice(List.of(0, 1), List.of(5, 7), List.of(1, 3)), 5, 7);
    slice(
        cases,
        "steps in both axes",
        new Slice(List.of(1, 1), List.of(9, 17), List.of(3, 2)),
        9,
        17);
    slice(cases, "a step longer than the part", new Slice(List.of(2), List.of(5), List.of(7)), 9);
    slice(cases, "one element", new Slice(List.of(2, 3), List.of(3, 4), List.of(1, 1)), 5, 7);
    slice(cases, "nothing", new Slice(List.of(2, 7), List.of(2, 7), List.of(1, 1)), 5, 7);
    slice(
        cases,
        "the middle axis",
        new Slice(List.of(0, 1, 0), List.of(3, 3, 4), List.of(1, 1, 1)),
        3,
        5,
        4);
    slice(
        cases,
        "a stretch of one row",
        new Slice(List.of(1, 2, 3), List.of(2, 3, 9), List.of(1, 1, 1)),
        3,
        5,
        17);
  }

  private static void slice(List<OpCase> cases, String what, Slice slice, int... dims) {
    cases.add(
        OpCase.named("slice of " + what)
            .operation("slice")
            .input("x", ELEMENTS, dims)
            // The sum makes a kernel read the slice even where it is a view.
            .computes(in -> apply(slice, in.get("x")).add(1)));
    cases.add(
        OpCase.named("slice of " + what + " as it is")
            .operation("slice")
            .constant("x", ELEMENTS, dims)
            .computes(in -> apply(slice, in.get("x"))));
  }

  private static Value apply(Op op, Value... inputs) {
    return inputs[0].graph().apply(op, inputs);
  }

  private static void concatenations(List<OpCase> cases) {
    concat(cases, 0, new int[] {2, 3}, new int[] {5, 3}, new int[] {1, 3});
    concat(cases, 1, new int[] {3, 2}, new int[] {3, 17}, new int[] {3, 1});
    concat(cases, 1, new int[] {2, 3, 4}, new int[] {2, 1, 4}, new int[] {2, 5, 4});
    concat(cases, 2, new int[] {2, 3, 4}, new int[] {2, 3, 1}, new int[] {2, 3, 9});
    concat(cases, 0, new int[] {3}, new int[] {0}, new int[] {4});
    concat(cases, 1, new int[] {1, 3}, new int[] {1, 0}, new int[] {1, 16});
    cases.add(
        OpCase.named("concatenation of one value with itself")
            .operation("concat")
            .input("x", ELEMENTS, 3, 5)
            .computes(in -> Concat.of(0, List.of(in.get("x"), in.get("x")))));
    cases.add(
        OpCase.named("concatenation of results and a view of one of them")
            .operation("concat")
            .input("x", ELEMENTS, 3, 5)
            .computes(
                in -> {
                  Value a = in.get("x").mul(2);
                  Value b = a.square();
                  return Concat.of(0, List.of(a, b, a.slice(0, 1, 2), b)).mul(3);
                }));
    cases.add(
        OpCase.named("concatenation of integers")
            .operation("concat")
            .integer("x", Domain.integers(-9, 9), 3, 2)
            .integer("y", Domain.integers(-9, 9), 3, 4)
            .computes(in -> Concat.of(1, List.of(in.get("x"), in.get("y")))));
  }

  private static void concat(List<OpCase> cases, int axis, int[]... dims) {
    OpCase.Builder builder =
        OpCase.named("concatenation of " + Arrays.deepToString(dims) + " along " + axis)
            .operation("concat");
    for (int i = 0; i < dims.length; i++) {
      builder.input("x" + i, ELEMENTS, dims[i]);
    }
    cases.add(
        builder.computes(
            in -> {
              List<Value> pieces = new ArrayList<>();
              for (int i = 0; i < dims.length; i++) {
                pieces.add(i % 2 == 0 ? in.get("x" + i) : in.get("x" + i).mul(2));
              }
              return Concat.of(axis, pieces);
            }));
  }

  private static void pads(List<OpCase> cases) {
    cases.add(
        OpCase.named("pad of a long vector")
            .operation("pad")
            .input("x", ELEMENTS, 66_001)
            .computes(in -> in.get("x").pad(0, 3, 5)));
    pad(cases, new Pad(List.of(1), List.of(2), List.of(0), 0), 5);
    pad(cases, new Pad(List.of(0), List.of(0), List.of(2), 0), 7);
    pad(cases, new Pad(List.of(1, 0), List.of(0, 3), List.of(0, 0), 0), 3, 5);
    pad(cases, new Pad(List.of(1, 2), List.of(2, 1), List.of(1, 2), 0), 3, 5);
    pad(cases, new Pad(List.of(2, 1), List.of(0, 1), List.of(0, 0), -1.5), 4, 17);
    pad(cases, new Pad(List.of(0, 1, 0), List.of(0, 1, 0), List.of(0, 0, 0), 0), 2, 3, 4);
    pad(cases, new Pad(List.of(2), List.of(1), List.of(3), 0.5), 0);
    pad(cases, new Pad(List.of(), List.of(), List.of(), 0));
    cases.add(
        OpCase.named("pad of integers")
            .operation("pad")
            .integer("x", Domain.integers(-9, 9), 3, 4)
            .computes(
                in -> apply(new Pad(List.of(1, 0), List.of(1, 2), List.of(0, 1), 0), in.get("x"))));
  }

  private static void pad(List<OpCase> cases, Pad pad, int... dims) {
    cases.add(
        OpCase.named(
                "pad "
                    + Arrays.toString(dims)
                    + " by "
                    + pad.before()
                    + pad.after()
                    + pad.interior()
                    + " with "
                    + pad.value())
            .operation("pad")
            .input("x", ELEMENTS, dims)
            .computes(in -> apply(pad, in.get("x"))));
  }

  /** Nothing of this is a kernel; the results must still be theirs. */
  private static void views(List<OpCase> cases) {
    cases.add(
        OpCase.named("reshape of a result and of an input")
            .operation("reshape")
            .input("x", ELEMENTS, 4, 6)
            .computesAll(
                in -> List.of(in.get("x").mul(2).reshape(3, 8), in.get("x").reshape(2, 2, -1))));
    cases.add(
        OpCase.named("copies into a concatenation")
            .operation("concat")
            .input("x", ELEMENTS, 2, 6)
            .computes(
                in -> Concat.of(0, List.of(in.get("x").reshape(3, 4), in.get("x").reshape(3, 4)))));
    cases.add(
        OpCase.named("barrier, stopped gradient and custom gradient")
            .input("x", ELEMENTS, 3, 5)
            .operation("barrier")
            .notSmooth()
            .computes(
                in -> {
                  Value x = in.get("x");
                  Value held = apply(new Barrier(), x.mul(3), x);
                  Value ruled =
                      CustomGradient.of(
                          held.square(),
                          List.of(held),
                          (arguments, y, dy) -> List.of(dy.mul(arguments.get(0)).mul(2)));
                  return ruled.add(x.sub(x).stopGradient());
                }));
  }
}
