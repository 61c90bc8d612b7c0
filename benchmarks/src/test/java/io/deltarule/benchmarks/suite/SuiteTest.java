package io.deltarule.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.benchmarks.measure.ChildProcess;
import io.deltarule.benchmarks.measure.Contestant;
import io.deltarule.benchmarks.measure.Refusal;
import io.deltarule.benchmarks.workload.TrainingWorkloads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteTest {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @Test
  void enginesTakeTurnsAndOneThatFailsIsLeftOutWithANote() throws Exception {
    SuiteSettings settings =
        new SuiteSettings(
            List.of(TrainingWorkloads.named("mlp-small")),
            "cpu",
            1,
            2,
            1e-4,
            1e-4,
            SuiteSettings.Scaling.QUICK);
    List<Contestant> peers =
        List.of(
            new Contestant("Twin", ChildProcess.java(CLASS_PATH, StepRun.class.getName())),
            new Contestant("Mute", ChildProcess.java(CLASS_PATH, Mute.class.getName())),
            new Contestant("Linear", ChildProcess.java(CLASS_PATH, Linear.class.getName())));
    List<String> progress = new ArrayList<>();
    Suite.Findings found = new Suite(settings, CLASS_PATH, progress::add).run(peers, false);
    assertThat(progress)
        .startsWith(
            "mlp-small, round 1 of 2: Deltarule",
            "mlp-small, round 1 of 2: Twin",
            "mlp-small, round 1 of 2: Mute",
            "Mute is left out of mlp-small: no figures were printed, only []",
            "mlp-small, round 1 of 2: Linear",
            "Linear is left out of mlp-small: it has no hidden layers",
            "mlp-small, round 2 of 2: Deltarule",
            "mlp-small, round 2 of 2: Twin",
            "mlp-small, batch 16, threads 1");
    assertThat(found.results()).extracting(Result::engine).containsExactly("Deltarule", "Twin");
    assertThat(found.ratios()).singleElement().extracting(Ratio::peer).isEqualTo("Twin");
    assertThat(found.notes())
        .contains("Mute is left out of mlp-small: no figures were printed, only []")
        .contains("Linear is left out of mlp-small: it has no hidden layers")
        .contains(
            "mlp-small, Twin: not steady within 1.0E-4 s of warm-up in each round; its figures are"
                + " too slow, give a longer --warmup");
    assertThat(found.batchScaling()).extracting(Result::batch).containsExactly(16, 64);
  }

  /** A heap of 48 MiB holds mlp-small, but not mlp-large with its gradients and their average. */
  @Test
  void aWorkloadWithoutTheMemoryIsLeftOutWithANoteAndTheOthersAreMeasured() throws Exception {
    SuiteSettings settings =
        new SuiteSettings(
            List.of(TrainingWorkloads.named("mlp-large"), TrainingWorkloads.named("mlp-small")),
            "cpu",
            1,
            1,
            1e-4,
            1e-4,
            SuiteSettings.Scaling.NONE);
    List<String> start = new ArrayList<>(ChildProcess.java(CLASS_PATH, StepRun.class.getName()));
    start.removeIf(flag -> flag.startsWith("-Xm"));
    start.addAll(1, List.of("-Xmx48m", "-XX:+UseSerialGC"));
    Suite.Findings found =
        new Suite(settings, CLASS_PATH, new Contestant("Deltarule", start), line -> {})
            .run(List.of(), false);
    assertThat(found.results()).extracting(Result::workload).containsExactly("mlp-small");
    assertThat(found.notes())
        .first()
        .asString()
        .startsWith("mlp-large is left out: ")
        .contains("memory", "heap");
  }

  /** An engine that lacks the model. */
  static final class Linear {
    private Linear() {}

    public static void main(String[] arguments) {
      System.out.println(new Refusal("it has no hidden layers").toLine());
    }
  }

  /** An engine that prints nothing. */
  static final class Mute {
    private Mute() {}

    public static void main(String[] arguments) {}
  }
}
