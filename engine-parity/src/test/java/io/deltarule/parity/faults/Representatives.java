package io.deltarule.parity.faults;

import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** The cases that faults are planted in. */
final class Representatives {
  /** Few enough for finite differences to look at every one. */
  private static final int MOST_ELEMENTS = 48;

  private static final long SEED = 41;

  private static final List<OpCase> CHEAP =
      OpCatalogue.all().stream().filter(c -> c.flops() + c.bytes() < 20_000).toList();

  private Representatives() {}

  /** The small ones of those that have a gradient. */
  static List<OpCase> withGradient() {
    return OpCatalogue.differentiable().stream().filter(Representatives::isSmall).toList();
  }

  /** For every family its cheap cases that a fault can be in, in random order. */
  static List<List<OpCase>> withFault(KernelFault fault) {
    return cheap().stream()
        .filter(opCase -> canHave(opCase, fault))
        .collect(Collectors.groupingBy(OpCase::family, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .peek(family -> Collections.shuffle(family, new Random(SEED)))
        .toList();
  }

  /** All but the largest, which take as long as all the others. */
  static List<OpCase> cheap() {
    return CHEAP;
  }

  private static boolean canHave(OpCase opCase, KernelFault fault) {
    return Planner.plan(opCase.computation(), PlanOptions.standard()).steps().stream()
        .anyMatch(fault::appliesTo);
  }

  private static boolean isSmall(OpCase opCase) {
    return opCase.values(0).values().stream().allMatch(x -> x.size() <= MOST_ELEMENTS);
  }
}
