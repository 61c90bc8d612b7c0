package io.deltarule.parity.golden;

import java.util.List;
import java.util.stream.Stream;

/** All scenarios that are recorded. */
public final class GoldenScenarios {
  private GoldenScenarios() {}

  /** Every scenario, family after family. */
  public static List<GoldenScenario> all() {
    return Stream.of(
            LossScenarios.all(),
            ActivationScenarios.all(),
            OptimizerScenarios.all(),
            MethodScenarios.all(),
            MethodScenarios.schedules(),
            IndexScenarios.all(),
            RecurrentScenarios.all(),
            SpatialScenarios.all(),
            NormalizationScenarios.all(),
            TransformerScenarios.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * The scenario of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static GoldenScenario named(String name) {
    return all().stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no golden scenario '" + name + "'; there are " + all()));
  }
}
