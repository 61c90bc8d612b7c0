package io.deltarule.parity.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.parity.CaseChecks;
import io.deltarule.parity.OpCase;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A wrong kernel is caught, in every family that has a case which the fault can be in. */
class WrongKernelTest {
  /** No fault: what is caught must be caught for the fault's sake. */
  private static final KernelFault NONE =
      new KernelFault("none", (op, in, out) -> true, KernelFault.Site::right);

  /** In how many cases of a family a fault must be caught. */
  private static final int ENOUGH = 6;

  @Test
  void everyWrongKernelIsCaught() {
    FaultTable table = new FaultTable("wrong kernels", Judge.values());
    for (KernelFault fault : KernelFaults.all()) {
      long t=System.nanoTime();
      Representatives.withFault(fault).forEach(family -> plant(fault, family, table));
      System.out.println(fault.name()+" "+(System.nanoTime()-t)/1000000);
    }
    System.out.println(table);
    assertThat(table.survivors()).isEmpty();
  }

  /** In one case after the other, until it has had an effect in enough of them. */
  private static void plant(KernelFault fault, List<OpCase> family, FaultTable table) {
    int effects = 0;
    for (int i = 0; i < family.size() && effects < ENOUGH; i++) {
      OpCase opCase = family.get(i);
      AtomicBoolean effect = new AtomicBoolean();
      Set<Judge> caughtBy = judges(opCase, fault, effect);
      table.add(opCase, fault.name(), "kernel", opCase.name(), effect.get(), caughtBy);
      effects += effect.get() ? 1 : 0;
    }
  }

  @Test
  void everyCaseThatFaultsArePlantedInPassesWithoutAFault() {
    for (OpCase opCase : Representatives.cheap()) {
      assertThat(judges(opCase, NONE, new AtomicBoolean())).as(opCase.name()).isEmpty();
    }
  }

  private static Set<Judge> judges(OpCase opCase, KernelFault fault, AtomicBoolean effect) {
    try (CaseChecks checks = new CaseChecks(FaultyBackend.with(fault, effect))) {
      Set<Judge> judges = EnumSet.noneOf(Judge.class);
      verdict(() -> checks.forward(opCase)).map(m -> parityOr(Judge.FORWARD_PARITY, m)).ifPresent(judges::add);
      verdict(() -> checks.determinism(opCase)).ifPresent(m -> judges.add(Judge.DETERMINISM));
      if (!opCase.differentiable().isEmpty()) {
        verdict(() -> checks.gradient(opCase))
            .map(message -> parityOr(Judge.GRADIENT_PARITY, message))
            .ifPresent(judges::add);
      }
      return judges;
    }
  }

  private static Optional<String> verdict(Runnable check) {
    try {
      check.run();
      return Optional.empty();
    } catch (AssertionError verdict) {
      return Optional.of(verdict.getMessage());
    }
  }

  private static Judge parityOr(Judge parity, String message) {
    if (message.contains("its buffer")) {
      return Judge.MEMORY_GUARD;
    }
    return message.contains("left unwritten") ? Judge.POISON : parity;
  }
}
