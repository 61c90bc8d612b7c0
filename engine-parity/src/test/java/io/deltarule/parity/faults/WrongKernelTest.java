package io.deltarule.parity.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.graph.Computation;
import io.deltarule.op.AveragePool;
import io.deltarule.op.Broadcast;
import io.deltarule.op.Concat;
import io.deltarule.op.Convolution;
import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.ConvolutionWeightGradient;
import io.deltarule.op.Gather;
import io.deltarule.op.GatherSum;
import io.deltarule.op.MatMul;
import io.deltarule.op.MaxPool;
import io.deltarule.op.Op;
import io.deltarule.op.Pad;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reduce;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.ScatterAddBags;
import io.deltarule.op.Slice;
import io.deltarule.op.Transpose;
import io.deltarule.parity.CaseChecks;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A wrong kernel is caught, in every family that has a case which the fault can be in. */
@Tag("any-jdk")
class WrongKernelTest {
  /** No fault: what is caught must be caught for the fault's sake. */
  private static final KernelFault NONE =
      new KernelFault("none", (op, in, out) -> true, KernelFault.Site::right);

  private final Representatives representatives = new Representatives();

  /** For these the catalogue must have results that are NaN, infinite, tiny. */
  private static final Set<Class<? extends Op>> MUST_KEEP_SPECIAL_VALUES =
      Set.of(
          Pointwise.class,
          Reduce.class,
          MatMul.class,
          Transpose.class,
          Slice.class,
          Concat.class,
          Pad.class,
          Broadcast.class,
          Gather.class,
          ScatterAdd.class,
          GatherSum.class,
          ScatterAddBags.class,
          Convolution.class,
          ConvolutionInputGradient.class,
          ConvolutionWeightGradient.class,
          MaxPool.class,
          AveragePool.class);

  private static final Harmless HARMLESS =
      new Harmless()
          .because(
              "elements of 1e30 cancel in these sums, and leave what rounding and order make of it",
              "(become 0|is 0 if .*) in (SUM|MEAN) of wide magnitudes")
          .because(
              "the fault is in the first output; what is infinite is the second, the logarithm of"
                  + " a sum over no key",
              "infinity becomes the largest number in Attention,");

  /** In how many cases of a family a fault must be caught. */
  private static final int ENOUGH = 2;

  private static final int MOST_TRIES = 24;

  @Test
  void everyWrongKernelIsCaught() {
    FaultTable table = new FaultTable("wrong kernels", Judge.values());
    for (KernelFault fault : KernelFaults.all()) {
      boolean planted = false;
      for (Class<? extends Op> operation : representatives.operations()) {
        KernelFault inOne = fault.in(operation);
        if (MUST_KEEP_SPECIAL_VALUES.contains(operation) && representatives.canBeIn(inOne)) {
          assertThat(representatives.showing(inOne))
              .as(fault.name() + " " + operation)
              .isNotEmpty();
        }
        for (List<OpCase> family : representatives.showing(inOne)) {
          plant(inOne, operation.getSimpleName(), family, table);
          planted = true;
        }
      }
      assertThat(planted).as(fault.name()).isTrue();
    }
    System.out.println(table);
    assertThat(HARMLESS.unexplained(table.survivors())).isEmpty();
  }

  /** In one case after the other, until it was caught in enough of them. */
  private static void plant(
      KernelFault fault, String operation, List<OpCase> family, FaultTable table) {
    String sort = fault.name() + " in " + operation;
    int found = 0;
    for (int i = 0; i < family.size() && found < ENOUGH && i < MOST_TRIES; i++) {
      OpCase opCase = family.get(i);
      AtomicBoolean misbehaved = new AtomicBoolean();
      Set<Judge> caughtBy = judges(opCase, fault, misbehaved);
      boolean effect = fault.strict() ? misbehaved.get() : changesResults(opCase, fault);
      table.add(opCase, fault.name(), sort, operation, effect, caughtBy);
      found += caughtBy.isEmpty() ? 0 : 1;
    }
  }

  private static boolean changesResults(OpCase opCase, KernelFault fault) {
    boolean forward = changes(opCase, fault);
    return forward || (!opCase.differentiable().isEmpty() && changes(opCase.gradient(), fault));
  }

  private static boolean changes(OpCase opCase, KernelFault fault) {
    Map<String, Tensor> inputs = opCase.values(CaseChecks.SEED);
    Computation computation = opCase.computation();
    try (Engine right = Engine.open("reference");
        Engine wrong = FaultyBackend.with(fault, new AtomicBoolean()).engine(2)) {
      return Runs.differ(
          Runs.run(right, computation, inputs), Runs.run(wrong, computation, inputs));
    } catch (IndexOutOfBoundsException e) {
      requireRefusedIndex(e);
      return true;
    }
  }

  @Test
  void everyCaseThatFaultsArePlantedInPassesWithoutAFault() {
    for (OpCase opCase : representatives.cases()) {
      assertThat(judges(opCase, NONE, new AtomicBoolean())).as(opCase.name()).isEmpty();
    }
  }

  private static Set<Judge> judges(OpCase opCase, KernelFault fault, AtomicBoolean effect) {
    try (CaseChecks checks = new CaseChecks(FaultyBackend.with(fault, effect))) {
      Set<Judge> judges = EnumSet.noneOf(Judge.class);
      verdict(() -> checks.forward(opCase))
          .map(m -> parityOr(Judge.FORWARD_PARITY, m))
          .ifPresent(judges::add);
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
    } catch (IndexOutOfBoundsException e) {
      requireRefusedIndex(e);
      return Optional.of(e.getMessage());
    }
  }

  /**
   * A kernel that computes indices wrongly may have the one that takes them refuse the run;
   * anything else that is out of bounds is a mistake of these tests.
   */
  private static void requireRefusedIndex(IndexOutOfBoundsException e) {
    if (!e.getMessage().contains("is out of range for size")) {
      throw e;
    }
  }

  private static Judge parityOr(Judge parity, String message) {
    if (message.contains("its buffer")) {
      return Judge.MEMORY_GUARD;
    }
    return message.contains("left unwritten") ? Judge.POISON : parity;
  }
}
