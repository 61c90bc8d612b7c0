package io.deltarule.parity.faults;

import io.deltarule.backend.Engine;
import io.deltarule.graph.Computation;
import io.deltarule.op.Op;
import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import io.deltarule.plan.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The cases that faults are planted in. */
final class Representatives {
  /** Few enough for finite differences to look at every one. */
  private static final int MOST_ELEMENTS = 48;

  /** Operations and bytes of a cheap case; the others take as long as all of these. */
  private static final long CHEAP = 20_000;

  private static final long SEED = 41;

  /**
   * A case that kernels can be wrong in.
   *
   * @param opCase the case
   * @param steps its plan before any pass of the compiler
   * @param results its results on the reference backend
   */
  private record Candidate(OpCase opCase, List<Step> steps, double[] results) {
    private static Candidate of(OpCase opCase) {
      Computation computation = opCase.computation();
      List<Step> steps = Planner.plan(computation, PlanOptions.standard()).steps();
      try (Engine engine = Engine.open("reference")) {
        double[] results =
            Runs.run(engine, computation, opCase.values(SEED)).values().stream()
                .flatMapToDouble(y -> Arrays.stream(y.toDoubles()))
                .toArray();
        return new Candidate(opCase, steps, results);
      }
    }

    private boolean canHave(KernelFault fault) {
      return steps.stream().anyMatch(fault::appliesTo)
          && Arrays.stream(results).anyMatch(fault.needed());
    }
  }

  private final List<Candidate> candidates =
      OpCatalogue.all().stream()
          .filter(c -> c.flops() + c.bytes() < CHEAP)
          .map(Candidate::of)
          .toList();

  /** The small ones of those that have a gradient. */
  static List<OpCase> withGradient() {
    return OpCatalogue.differentiable().stream()
        .filter(c -> c.values(0).values().stream().allMatch(x -> x.size() <= MOST_ELEMENTS))
        .toList();
  }

  /** All that kernels are wrong in. */
  List<OpCase> cases() {
    return candidates.stream().map(Candidate::opCase).toList();
  }

  /** The operations that have kernels. */
  Set<Class<? extends Op>> operations() {
    Set<Class<? extends Op>> operations = new LinkedHashSet<>();
    candidates.forEach(c -> c.steps.forEach(step -> operations.add(step.op().getClass())));
    return operations;
  }

  /** True if some case has a kernel that can be wrong so, whether it shows or not. */
  boolean canBeIn(KernelFault fault) {
    return candidates.stream().anyMatch(c -> c.steps.stream().anyMatch(fault::appliesTo));
  }

  /** For every family its cases that can show a fault, in random order. */
  List<List<OpCase>> showing(KernelFault fault) {
    Map<String, List<OpCase>> families = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      if (candidate.canHave(fault)) {
        OpCase opCase = candidate.opCase;
        families.computeIfAbsent(opCase.family(), name -> new ArrayList<>()).add(opCase);
      }
    }
    families.values().forEach(family -> Collections.shuffle(family, new Random(SEED)));
    return List.copyOf(families.values());
  }
}
