package io.deltarule.parity.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.op.Barrier;
import io.deltarule.op.Constant;
import io.deltarule.op.CustomGradient;
import io.deltarule.op.Op;
import io.deltarule.op.Placeholder;
import io.deltarule.op.ReadVariable;
import io.deltarule.op.StopGradient;
import io.deltarule.parity.OpCase;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpCatalogueTest {
  /** What a plan never contains: sources, and views of their input. */
  private static final Set<Class<?>> COMPUTES_NOTHING =
      Set.of(
          Placeholder.class,
          Constant.class,
          ReadVariable.class,
          StopGradient.class,
          CustomGradient.class,
          Barrier.class);

  @Test
  void namesAreUnique() {
    assertThat(OpCatalogue.all().stream().map(OpCase::name)).doesNotHaveDuplicates();
  }

  @Test
  void everyPrimitiveThatComputesHasACase() {
    Set<Class<?>> computing = new HashSet<>(Arrays.asList(Op.class.getPermittedSubclasses()));
    computing.removeAll(COMPUTES_NOTHING);
    assertThat(planned(OpCatalogue.all())).isEqualTo(computing);
  }

  @Test
  void everyPrimitiveWithAGradientHasADifferentiableCase() {
    Set<Class<?>> computing = new HashSet<>(Arrays.asList(Op.class.getPermittedSubclasses()));
    computing.removeAll(COMPUTES_NOTHING);
    computing.removeAll(Set.of(io.deltarule.op.ArgMax.class, io.deltarule.op.RandomFill.class));
    assertThat(planned(OpCatalogue.differentiable())).containsAll(computing);
  }

  private static Set<Class<?>> planned(List<OpCase> cases) {
    return cases.stream()
        .flatMap(c -> Planner.plan(c.computation(), PlanOptions.standard()).steps().stream())
        .map(step -> step.op().getClass())
        .collect(Collectors.toSet());
  }
}
