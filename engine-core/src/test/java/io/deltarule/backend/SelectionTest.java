package io.deltarule.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Check PLATFORM = Check.passed("platform", "Linux, amd64");
  private static final Check NO_DRIVER = Check.failed("driver", "not found", "install the driver");
  private static final Check NO_LIBRARY = Check.failed("library", "too old", "update it");
  private static final Check LITTLE = Check.degraded("memory", "100 MiB free", "end other work");

  private static final Provider CPU = new Provider("cpu", 10, List.of(PLATFORM));
  private static final Provider REFERENCE = new Provider("reference", -1, List.of(PLATFORM));

  /** A provider that is only asked what it needs. */
  private record Provider(String name, int preference, List<Check> checks)
      implements BackendProvider {
    @Override
    public List<Check> check(BackendOptions options) {
      return checks;
    }

    @Override
    public Backend open(BackendOptions options) {
      throw new AssertionError("opens " + name);
    }
  }

  private static Provider gpu(Check... checks) {
    return new Provider("gpu", 20, List.of(checks));
  }

  private static Selection select(String device, Provider... providers) {
    return Selection.of(List.of(providers), device, BackendOptions.standard());
  }

  @Test
  void autoTakesTheMostPreferredWhereEveryCheckPasses() {
    Selection selection = select("auto", gpu(PLATFORM), CPU, REFERENCE);
    assertThat(selection.provider().name()).isEqualTo("gpu");
    assertThat(selection.reason()).isEqualTo("the best of [gpu, cpu, reference]");
  }

  @Test
  void autoTakesWhatRunsWithLess() {
    assertThat(select("auto", gpu(PLATFORM, LITTLE), CPU).provider().name()).isEqualTo("gpu");
  }

  @Test
  void autoTakesTheNextWhereACheckFailsAndSaysWhyInALine() {
    Selection selection = select("auto", gpu(PLATFORM, NO_DRIVER, NO_LIBRARY), CPU, REFERENCE);
    assertThat(selection.provider().name()).isEqualTo("cpu");
    assertThat(selection.reason())
        .isEqualTo("the best that can run here; gpu cannot: driver: not found");
  }

  @Test
  void autoNeverTakesWhatIsNotForTraining() {
    assertThatThrownBy(() -> select("auto", gpu(NO_DRIVER), REFERENCE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("no backend can run here", "gpu cannot: driver: not found");
    assertThat(select("reference", gpu(PLATFORM), REFERENCE).provider()).isEqualTo(REFERENCE);
  }

  @Test
  void whatIsAskedForByNameAndCannotRunIsRefusedWithEachFailedCheckAndItsRemedy() {
    assertThatThrownBy(() -> select("gpu", gpu(PLATFORM, NO_DRIVER, NO_LIBRARY), CPU))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContainingAll(
            "gpu", "driver", "not found", "install the driver", "library", "too old", "update it");
  }

  @Test
  void aNameThatIsNotThereIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> select("tpu", gpu(PLATFORM), CPU))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("no backend 'tpu'", "[gpu, cpu]");
  }
}
