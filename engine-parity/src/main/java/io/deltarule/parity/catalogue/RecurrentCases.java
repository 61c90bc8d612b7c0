package io.deltarule.parity.catalogue;

import io.deltarule.graph.Value;
import io.deltarule.op.Recurrence;
import io.deltarule.op.RecurrenceGradient;
import io.deltarule.op.RecurrentCell;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Recurrences over whole sequences, with gradients by everything they take. */
final class RecurrentCases {
  private static final Domain ELEMENTS = Domain.uniform(-1.5, 1.5);

  private RecurrentCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (RecurrentCell cell : RecurrentCell.values()) {
      small(cell, cases);
      if (cell != RecurrentCell.RELU) {
        blocks(cell, cases);
      }
      cases.add(whole(cell));
      cases.add(reverseFromItsOwnEnd(cell));
      cases.add(adjoint(cell, false));
      cases.add(adjoint(cell, true));
    }
    return cases;
  }

  /** Lengths in time and in the batch, either direction, with and without varying lengths. */
  private static void small(RecurrentCell cell, List<OpCase> cases) {
    int[][] sizes = {{1, 1, 1}, {1, 2, 3}, {2, 1, 3}, {3, 3, 2}, {5, 2, 2}};
    for (int[] size : sizes) {
      for (boolean reverse : new boolean[] {false, true}) {
        cases.add(recurrence(cell, reverse, false, size[0], size[1], size[2]));
        cases.add(recurrence(cell, reverse, true, size[0], size[1], size[2]));
      }
    }
    for (int[] size : new int[][] {{0, 2, 3}, {3, 0, 2}, {7, 7, 5}, {11, 3, 4}}) {
      cases.add(recurrence(cell, size[0] == 7, true, size[0], size[1], size[2]));
      cases.add(recurrence(cell, size[0] != 7, false, size[0], size[1], size[2]));
    }
  }

  /** Hidden units around lanes, panels and blocks of the product; rows around its tiles. */
  private static void blocks(RecurrentCell cell, List<OpCase> cases) {
    for (int hidden : new int[] {7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 129}) {
      cases.add(recurrence(cell, hidden % 2 == 0, hidden % 3 == 0, 2, 3, hidden));
    }
    for (int batch : new int[] {5, 6, 8, 13, 14, 15, 28, 29}) {
      cases.add(recurrence(cell, batch % 2 == 0, batch % 3 == 0, 3, batch, 5));
    }
    cases.add(recurrence(cell, false, true, 2, 3, 257));
    cases.add(recurrence(cell, true, false, 3, 33, 100));
  }

  private static OpCase recurrence(
      RecurrentCell cell, boolean reverse, boolean masked, int steps, int batch, int hidden) {
    return builder(cell, reverse, masked, steps, batch, hidden)
        .computesAll(
            in -> {
              List<Value> outputs = apply(cell, reverse, masked, in);
              return outputs.subList(0, 1 + cell.states());
            });
  }

  /** Rows that begin in the midst of a sequence, from initial states that count. */
  private static OpCase reverseFromItsOwnEnd(RecurrentCell cell) {
    OpCase.Builder builder =
        OpCase.named("reverse " + name(cell) + " of lengths 1, 3 and 2")
            .operation(name(cell))
            .notSmooth();
    declare(builder, cell, false, 3, 3, 1, OpCase.Builder::input);
    return builder
        .integer("lengths", Domain.values(1, 3, 2), 3)
        .computesAll(in -> apply(cell, true, true, in).subList(0, 1 + cell.states()));
  }

  /** With what is saved for the gradient, which has no gradient itself. */
  private static OpCase whole(RecurrentCell cell) {
    OpCase.Builder builder =
        OpCase.named("all that a " + name(cell) + " gives").operation(name(cell));
    declare(builder, cell, true, 3, 4, 6, OpCase.Builder::constant);
    return builder.computesAll(in -> apply(cell, false, true, in));
  }

  /** The gradient's own outputs, from a state that need not be that of a sequence. */
  private static OpCase adjoint(RecurrentCell cell, boolean reverse) {
    RecurrenceGradient op = new RecurrenceGradient(cell, reverse);
    int hidden = 5;
    OpCase.Builder builder =
        OpCase.named("adjoint of a " + (reverse ? "reverse " : "") + name(cell))
            .operation(name(cell))
            .constant("dy", ELEMENTS, 4, 3, hidden);
    List<String> inputs = new ArrayList<>(List.of("dy"));
    for (int s = 0; s < cell.states(); s++) {
      builder.constant("d" + s, ELEMENTS, 3, hidden);
      inputs.add("d" + s);
    }
    builder.constant("weight", ELEMENTS, cell.gates() * hidden, hidden);
    builder.constant("h", Domain.uniform(-1, 1), 4, 3, hidden);
    inputs.addAll(List.of("weight", "h"));
    if (cell.saves()) {
      builder.constant("saved", Domain.uniform(0, 1), 4, 3, cell.gates() * hidden);
      builder.constant("inner", Domain.uniform(0, 1), 4, 3, hidden);
      inputs.addAll(List.of("saved", "inner"));
    }
    for (int s = 0; s < cell.states(); s++) {
      builder.constant("initial" + s, ELEMENTS, 3, hidden);
      inputs.add("initial" + s);
    }
    builder.integer("lengths", Domain.values(3, 0, 4), 3);
    inputs.add("lengths");
    return builder.computesAll(
        in -> in.get("dy").graph().apply(op, inputs.stream().map(in::get).toList()).outputs());
  }

  private static OpCase.Builder builder(
      RecurrentCell cell, boolean reverse, boolean masked, int steps, int batch, int hidden) {
    OpCase.Builder builder =
        OpCase.named(
                (reverse ? "reverse " : "")
                    + name(cell)
                    + (masked ? " of varying lengths" : "")
                    + " over "
                    + steps
                    + " steps of "
                    + batch
                    + " rows of "
                    + hidden)
            .operation(name(cell))
            .notSmooth();
    declare(builder, cell, masked, steps, batch, hidden, OpCase.Builder::input);
    return builder;
  }

  private static String name(RecurrentCell cell) {
    return "recurrence " + cell.name().toLowerCase(Locale.ROOT);
  }

  private interface Declaration {
    OpCase.Builder declare(OpCase.Builder builder, String name, Domain domain, int... dims);
  }

  private static void declare(
      OpCase.Builder builder,
      RecurrentCell cell,
      boolean masked,
      int steps,
      int batch,
      int hidden,
      Declaration kind) {
    boolean kinked = cell == RecurrentCell.RELU;
    // ReLU's inputs outweigh what the product adds, so that no sum comes near the kink at 0.
    Domain gates = kinked ? Domain.eitherSign(1, 2) : ELEMENTS;
    double scale = kinked ? 0.25 / hidden : 1.5 / Math.sqrt(hidden);
    int width = cell.gates() * hidden;
    kind.declare(builder, "x", gates, steps, batch, width);
    kind.declare(builder, "weight", Domain.uniform(-scale, scale), width, hidden);
    kind.declare(builder, "h0", Domain.uniform(-1, 1), batch, hidden);
    if (cell == RecurrentCell.LSTM) {
      kind.declare(builder, "c0", ELEMENTS, batch, hidden);
    }
    if (cell.hasProductBias()) {
      kind.declare(builder, "bias", ELEMENTS, hidden);
    }
    if (masked) {
      // One less than none and one more than all, too.
      builder.integer("lengths", Domain.integers(-1, steps + 2), batch);
    }
  }

  private static List<Value> apply(
      RecurrentCell cell, boolean reverse, boolean masked, OpCase.Inputs in) {
    List<Value> inputs = new ArrayList<>(List.of(in.get("x"), in.get("weight"), in.get("h0")));
    if (cell == RecurrentCell.LSTM) {
      inputs.add(in.get("c0"));
    }
    if (cell.hasProductBias()) {
      inputs.add(in.get("bias"));
    }
    if (masked) {
      inputs.add(in.get("lengths"));
    }
    return in.get("x").graph().apply(new Recurrence(cell, reverse), inputs).outputs();
  }
}
