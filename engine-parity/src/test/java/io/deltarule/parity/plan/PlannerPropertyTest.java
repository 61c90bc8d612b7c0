package io.deltarule.parity.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.graph.Computation;
import io.deltarule.plan.Location;
import io.deltarule.plan.Plan;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import io.deltarule.plan.Region;
import io.deltarule.plan.Step;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The layout of every plan, whatever the computation and the options. */
class PlannerPropertyTest {
  private static final int SMALL_REGION = 1024;

  @Provide
  Arbitrary<PlanOptions> options() {
    return Combinators.combine(
            Arbitraries.of(1, 4, 16),
            Arbitraries.of(0, 3, 16),
            Arbitraries.of(true, false),
            Arbitraries.of(SMALL_REGION, Integer.MAX_VALUE - 8))
        .as(PlanOptions::new);
  }

  private static Plan plan(long seed, PlanOptions options) {
    return Planner.plan(RandomComputation.of(seed), options);
  }

  @Property(tries = 300, seed = "1")
  void buffersAliveAtOnceNeverOverlap(@ForAll long seed, @ForAll("options") PlanOptions options) {
    Plan plan = plan(seed, options);
    List<Plan.Lifetime> buffers = plan.lifetimes();
    for (int i = 0; i < buffers.size(); i++) {
      for (int j = 0; j < i; j++) {
        Plan.Lifetime a = buffers.get(i);
        Plan.Lifetime b = buffers.get(j);
        boolean together = a.first() <= b.last() && b.first() <= a.last();
        boolean touching =
            a.region().equals(b.region())
                && start(plan, a) < end(plan, b)
                && start(plan, b) < end(plan, a);
        assertThat(together && touching).as("%s and %s", a, b).isFalse();
      }
    }
  }

  /** The first guard element. Neighbours may share the gap, but not what lies in it. */
  private static long start(Plan plan, Plan.Lifetime buffer) {
    return buffer.offset() - plan.guard();
  }

  private static long end(Plan plan, Plan.Lifetime buffer) {
    return buffer.offset() + buffer.elements() + plan.guard();
  }

  @Property(tries = 300, seed = "2")
  void buffersAreAlignedAndLieInTheirRegions(
      @ForAll long seed, @ForAll("options") PlanOptions options) {
    Plan plan = plan(seed, options);
    for (Plan.Lifetime buffer : plan.lifetimes()) {
      assertThat(buffer.offset() % options.alignment()).as("%s", buffer).isZero();
      assertThat(start(plan, buffer)).as("%s", buffer).isNotNegative();
      assertThat(end(plan, buffer)).as("%s", buffer).isLessThanOrEqualTo(size(plan, buffer));
    }
    plan.inputs().values().forEach(at -> requireAligned(plan, at, options));
    plan.constants().forEach(constant -> requireAligned(plan, constant.location(), options));
    assertThat(plan.regionSizes().values())
        .allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(options.maxRegionElements()));
  }

  private static void requireAligned(Plan plan, Location at, PlanOptions options) {
    assertThat(at.offset() % options.alignment()).as("%s", at).isZero();
    assertThat(at.end() + plan.guard())
        .as("%s", at)
        .isLessThanOrEqualTo(plan.regionSizes().get(at.region()));
  }

  private static long size(Plan plan, Plan.Lifetime buffer) {
    return plan.regionSizes().get(buffer.region());
  }

  @Property(tries = 300, seed = "3")
  void arenaIsNeverLargerThanAllBuffersTogether(@ForAll long seed) {
    Plan shared = plan(seed, PlanOptions.standard());
    Plan apart = plan(seed, PlanOptions.standard().withReuse(false));
    assertThat(shared.arenaBytes()).isLessThanOrEqualTo(apart.arenaBytes());
    for (Plan plan : List.of(shared, apart)) {
      long sum = plan.lifetimes().stream().mapToLong(b -> (b.elements() + 15) / 16 * 16 * 4).sum();
      assertThat(plan.arenaBytes()).isLessThanOrEqualTo(sum);
    }
    long apartSum =
        apart.lifetimes().stream().mapToLong(b -> (b.elements() + 15) / 16 * 16 * 4).sum();
    assertThat(apart.arenaBytes()).isEqualTo(apartSum);
  }

  @Property(tries = 300, seed = "4")
  void stepsTouchOnlyBuffersThatAreAlive(
      @ForAll long seed, @ForAll("options") PlanOptions options) {
    Plan plan = plan(seed, options);
    for (int i = 0; i < plan.steps().size(); i++) {
      Step step = plan.steps().get(i);
      List<Location> touched = new ArrayList<>(step.inputs());
      touched.addAll(step.outputs());
      for (Location at : touched) {
        if (at.region() instanceof Region.Arena) {
          assertThat(isAlive(plan, at, i)).as("step %s, %s: %s", i, step, at).isTrue();
        }
      }
    }
  }

  private static boolean isAlive(Plan plan, Location at, int step) {
    return plan.lifetimes().stream()
        .anyMatch(
            buffer ->
                buffer.region().equals(at.region())
                    && buffer.offset() <= at.offset()
                    && at.end() <= buffer.offset() + buffer.elements()
                    && buffer.first() <= step
                    && step <= buffer.last());
  }

  @Property(tries = 300, seed = "5")
  void outputsOverlapInputsOnlyWhereTheOperationMayReplaceOne(
      @ForAll long seed, @ForAll("options") PlanOptions options) {
    for (Step step : plan(seed, options).steps()) {
      for (int o = 0; o < step.outputs().size(); o++) {
        for (int i = 0; i < step.inputs().size(); i++) {
          Location output = step.outputs().get(o);
          Location input = step.inputs().get(i);
          boolean replaces =
              step.op().mayOverwrite(i, o)
                  && output.offset() == input.offset()
                  && output.type().equals(input.type());
          assertThat(output.overlaps(input) && !replaces).as("%s", step).isFalse();
        }
      }
    }
  }

  @Property(tries = 100, seed = "6")
  void plansAreTheSameEveryTime(@ForAll long seed, @ForAll("options") PlanOptions options) {
    assertThat(describe(RandomComputation.of(seed), options))
        .isEqualTo(describe(RandomComputation.of(seed), options));
  }

  private static String describe(Computation computation, PlanOptions options) {
    Plan plan = Planner.plan(computation, options);
    return plan.lifetimes() + "\n" + plan.outputs();
  }
}
