package io.deltarule.benchmarks.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FamiliesTest {
  /** What is larger only takes longer: code that runs once is not compiled. */
  private static final long SMALL_BYTES = 2 << 20;

  private static final long SMALL_FLOPS = 1_500_000;

  static Stream<BenchmarkCase> all() {
    return Families.all().values().stream().flatMap(List::stream);
  }

  static Stream<BenchmarkCase> small() {
    return all().filter(c -> c.footprint() <= SMALL_BYTES && c.flops() <= SMALL_FLOPS);
  }

  @Test
  void namesAreUniqueAlsoBesideTheCatalogue() {
    List<String> names =
        Stream.concat(all().map(BenchmarkCase::name), OpCatalogue.all().stream().map(OpCase::name))
            .toList();
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void everyCaseIsInTheFamilyThatItNames() {
    Families.all()
        .forEach(
            (family, cases) ->
                assertThat(cases).isNotEmpty().allMatch(c -> c.family().equals(family)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyCaseHasBytesAndWorksOnNoMoreThanItMoves(BenchmarkCase benchmarkCase) {
    assertThat(benchmarkCase.flops()).isNotNegative();
    assertThat(benchmarkCase.footprint()).isPositive();
    assertThat(benchmarkCase.bytes()).isGreaterThanOrEqualTo(benchmarkCase.footprint());
  }

  @ParameterizedTest
  @MethodSource("small")
  void smallCasesRunAndGiveNumbers(BenchmarkCase benchmarkCase) {
    try (CompiledCase compiled = new CompiledCase(benchmarkCase, "cpu", 2)) {
      compiled.run();
      assertThat(compiled.kernels()).isPositive();
      for (String output : compiled.executable().plan().outputs().keySet()) {
        assertFinite(output, compiled.output(output));
      }
      for (var variable : compiled.executable().state().variables()) {
        assertFinite(variable.name(), compiled.executable().state().read(variable));
      }
    }
  }

  private static void assertFinite(String name, Tensor tensor) {
    double[] values = tensor.toDoubles();
    boolean zero = true;
    for (double value : values) {
      assertThat(Double.isFinite(value)).as("%s has %s", name, value).isTrue();
      zero &= value == 0;
    }
    assertThat(zero).as("%s is all zero", name).isFalse();
  }

  @Test
  void smallOnesAreOfEveryFamily() {
    assertThat(small().map(BenchmarkCase::family).distinct())
        .containsExactlyElementsOf(Families.all().keySet());
  }

  @Test
  void theCompilerFusesNoneOfTheHundredKernels() {
    for (BenchmarkCase benchmarkCase : Families.all().get("dispatch")) {
      try (CompiledCase compiled = new CompiledCase(benchmarkCase, "cpu", 1)) {
        assertThat(compiled.kernels()).as(benchmarkCase.name()).isEqualTo(100);
      }
    }
  }
}
