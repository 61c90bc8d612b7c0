package io.deltarule.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.deltarule.backend.Backend;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.backend.UnsupportedByBackendException;
import io.deltarule.op.Gather;
import io.deltarule.op.Op;
import io.deltarule.parity.catalogue.OpCatalogue;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The suite as a whole, run on backends that lack something, leave something over, or skip. */
class BackendParityTest {
  @TempDir Path folder;

  /** A few cases, so that a run takes a moment. */
  abstract static class Small extends BackendParity {
    @Override
    protected List<OpCase> cases() {
      return OpCatalogue.families().get("index").subList(0, 4);
    }
  }

  static class Sound extends Small {
    @Override
    public Backend open(int threads) {
      return new ReferenceBackend();
    }
  }

  /** Has no gather, and says so. */
  static class WithoutGather extends Small {
    @Override
    public Backend open(int threads) {
      return new AlteredBackend() {
        @Override
        protected Kernel kernel(Op op, Operands operands) {
          if (op instanceof Gather) {
            throw new UnsupportedByBackendException(name(), op.name(), "beads only slide");
          }
          return super.kernel(op, operands);
        }
      };
    }
  }

  static class WithoutGatherDeclared extends WithoutGather {
    @Override
    public Set<String> expectedUnsupported() {
      return Set.of("gather");
    }
  }

  static class SoundButDeclared extends Sound {
    @Override
    public Set<String> expectedUnsupported() {
      return Set.of("gather");
    }
  }

  static class Misspelt extends WithoutGather {
    @Override
    public Set<String> expectedUnsupported() {
      return Set.of("gather", "gahter");
    }
  }

  static class LeakingMemory extends Sound {
    @Test
    void forgetsMemory() {
      try (Engine engine = engine(1)) {
        assertThat(engine.backend().allocate(DType.FLOAT32, 19).size()).isEqualTo(19);
      }
    }
  }

  static class LeakingThread extends Small {
    @Override
    public List<Integer> threadCounts() {
      return List.of(1);
    }

    @Override
    public Backend open(int threads) {
      Thread worker = new Thread(LockSupport::park, "planted-worker");
      worker.setDaemon(true);
      worker.start();
      return new AlteredBackend();
    }
  }

  static class Skipping extends Small {
    @Override
    public Backend open(int threads) {
      Assumptions.abort("there is no device here");
      return new ReferenceBackend();
    }
  }

  private record Run(int passed, List<String> failures, int skipped, String report) {}

  private Run run(Class<?> suite) {
    int[] counts = new int[2];
    List<String> failures = new ArrayList<>();
    TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            switch (result.getStatus()) {
              case SUCCESSFUL -> counts[0] += test.isTest() ? 1 : 0;
              case FAILED -> failures.add(String.valueOf(result.getThrowable().orElseThrow()));
              case ABORTED -> counts[1]++;
            }
          }

          @Override
          public void executionSkipped(TestIdentifier test, String reason) {
            counts[1]++;
          }
        };
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(suite))
            .configurationParameter(BackendParity.REPORTS_PROPERTY, folder.toString())
            .build();
    LauncherFactory.create().execute(request, listener);
    return new Run(counts[0], failures, counts[1], report());
  }

  private String report() {
    StringBuilder text = new StringBuilder();
    try (var files = Files.newDirectoryStream(folder, "*.txt")) {
      for (Path file : files) {
        text.append(Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  @Test
  void soundBackendPasses() {
    Run run = run(Sound.class);
    assertThat(run.failures()).isEmpty();
    assertThat(run.passed()).isGreaterThan(8);
    assertThat(run.report()).contains((run.passed() - 1) + " passed, 0 failed, 0 unsupported");
  }

  @Test
  void declaredUnsupportedPassesAndIsCounted() {
    Run run = run(WithoutGatherDeclared.class);
    assertThat(run.failures()).isEmpty();
    assertThat(run.skipped()).isZero();
    assertThat(run.report())
        .contains("0 failed")
        .doesNotContain(" 0 unsupported")
        .contains("backend 'altered' does not support gather: beads only slide");
  }

  @Test
  void undeclaredUnsupportedFails() {
    Run run = run(WithoutGather.class);
    assertThat(run.failures()).isNotEmpty().allMatch(f -> f.contains("expectedUnsupported()"));
    assertThat(run.report()).contains(run.failures().size() + " failed, 0 unsupported");
  }

  @Test
  void declarationOfWhatIsSupportedFails() {
    assertThat(run(SoundButDeclared.class).failures())
        .singleElement()
        .asString()
        .contains("'gather'", "supports it in every case");
  }

  @Test
  void misspeltDeclarationFailsWithTheNamesThereAre() {
    assertThat(run(Misspelt.class).failures())
        .singleElement()
        .asString()
        .contains("'gahter'", "gather");
  }

  @Test
  void memoryLeftOverFailsItsTestAloneAndIsInTheReport() {
    Run run = run(LeakingMemory.class);
    assertThat(run.failures())
        .singleElement()
        .asString()
        .contains("forgetsMemory", "memory of 19 FLOAT64");
    assertThat(run.report()).contains("left over: 1", "memory of 19 FLOAT64");
  }

  @Test
  void threadLeftOverFailsTheRunAndIsInTheReport() {
    Run run = run(LeakingThread.class);
    assertThat(run.failures()).singleElement().asString().contains("thread 'planted-worker'");
    assertThat(run.report()).contains("left over: 1", "thread 'planted-worker'");
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("planted-worker"))
        .forEach(LockSupport::unpark);
  }

  @Test
  void skippingIsAFailure() {
    Run run = run(Skipping.class);
    assertThat(run.skipped()).isZero();
    assertThat(run.failures()).singleElement().asString().contains("a skipped suite shows nothing");
  }
}
