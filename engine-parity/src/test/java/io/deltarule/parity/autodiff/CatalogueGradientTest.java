package io.deltarule.parity.autodiff;

import io.deltarule.parity.FiniteDifferences;
import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case's gradient against finite differences, and that gradient's gradient where it is
 * smooth.
 */
@Tag("any-jdk")
class CatalogueGradientTest {
  private static final long SEED = 1986;

  static List<OpCase> differentiable() {
    return OpCatalogue.differentiable();
  }

  static List<OpCase> smooth() {
    return OpCatalogue.differentiable().stream().filter(OpCase::isSmooth).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("differentiable")
  void gradientAgreesWithFiniteDifferences(OpCase opCase) {
    FiniteDifferences.check(opCase, SEED);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smooth")
  void gradientOfTheGradientAgreesWithFiniteDifferences(OpCase opCase) {
    FiniteDifferences.check(opCase.gradient(), SEED);
  }
}
