package io.deltarule.parity.catalogue;

import io.deltarule.graph.Value;
import io.deltarule.loss.Ctc;
import io.deltarule.loss.Reduction;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.List;

/** Alignments of labels with steps: none, one, repeated labels, more labels than steps. */
final class CtcCases {
  private CtcCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (Reduction reduction : Reduction.values()) {
      cases.add(ctc(new Ctc(reduction, 0, true), 5, 3, 2));
    }
    cases.add(ctc(Ctc.mean().withZeroInfinity(), 1, 2, 1));
    cases.add(ctc(Ctc.mean().withZeroInfinity(), 2, 1, 3));
    cases.add(ctc(Ctc.mean().withZeroInfinity(), 4, 3, 0));
    cases.add(ctc(Ctc.mean().withZeroInfinity(), 17, 2, 7));
    cases.add(ctc(Ctc.mean().withBlank(3).withZeroInfinity(), 7, 4, 3));
    cases.add(
        declared(", infinite", Ctc.mean(), 3, 2, 4, OpCase.Builder::constant)
            .integer("inputLengths", Domain.values(3), 2)
            .integer("targetLengths", Domain.values(4), 2)
            .computes(in -> apply(new Ctc(Reduction.NONE, 0, false), in)));
    return cases;
  }

  private static OpCase ctc(Ctc ctc, int steps, int batch, int labels) {
    return declared("", ctc, steps, batch, labels, OpCase.Builder::input)
        .notSmooth()
        .integer("inputLengths", Domain.values(steps, steps - 1, steps), batch)
        .integer("targetLengths", Domain.values(labels, Math.max(0, labels - 1), 0), batch)
        .computes(in -> apply(ctc, in));
  }

  private interface Declaration {
    OpCase.Builder declare(OpCase.Builder builder, String name, Domain domain, int... dims);
  }

  private static OpCase.Builder declared(
      String what, Ctc ctc, int steps, int batch, int labels, Declaration kind) {
    // More classes than labels, so that most have no part in any alignment.
    int classes = 4 + 48 / (steps * batch);
    OpCase.Builder builder =
        OpCase.named(
                ctc
                    + " of "
                    + labels
                    + " labels in "
                    + steps
                    + " steps of "
                    + batch
                    + " rows"
                    + what)
            .operation("Ctc");
    kind.declare(builder, "x", Domain.uniform(-3, -0.1), steps, batch, classes);
    // All but the blank.
    int first = ctc.blank() == 0 ? 1 : 0;
    return builder.integer("targets", Domain.integers(first, first + 3), batch, labels);
  }

  private static Value apply(Ctc ctc, OpCase.Inputs in) {
    return ctc.apply(
        in.get("x"), in.get("targets"), in.get("inputLengths"), in.get("targetLengths"));
  }
}
