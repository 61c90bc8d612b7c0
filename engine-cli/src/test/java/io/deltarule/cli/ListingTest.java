package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cli.recipe.Recipe;
import io.deltarule.cli.recipe.Recipes;
import org.junit.jupiter.api.Test;

/** The commands that only print. */
class ListingTest {
  @Test
  void recipesListsEveryRecipeWithItsSettings() {
    CommandRun run = CommandRun.of("recipes");
    assertThat(run.code()).isZero();
    for (Recipe recipe : Recipes.all()) {
      assertThat(run.out()).contains(recipe.name(), recipe.summary());
    }
    assertThat(run.out()).contains("15 epochs, batch 128, adamw, learning rate 0.002");
  }

  @Test
  void infoTellsVersionsMachineAndEveryCheck() {
    CommandRun run = CommandRun.of("info");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .containsPattern("deltarule +\\d+\\.\\d+\\.\\d+")
        .contains("java       " + System.getProperty("java.version"))
        .containsPattern("threads +\\d+ processors")
        .containsPattern("memory +[\\d,]+ MiB, of which the heap may take [\\d,]+ MiB")
        .contains("reference: float64 reference")
        .contains("  ok     Java: any Java virtual machine runs it")
        .containsPattern("(?m)^auto (takes|finds none)");
  }

  @Test
  void planPrintsEveryStepOfTheFullNetworkAndTheTotals() {
    CommandRun run = CommandRun.of("plan", "mnist-mlp", "--device", "reference", "--batch", 8);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("training step of mnist-mlp, batch 8")
        .containsPattern("matmul +0 +\\[8, 784\\] x \\[256, 784\\] ")
        .containsPattern("0.backward +\\[8, 256\\] x \\[8, 784\\] -> \\[256, 784\\] +3,211,264 ")
        .containsPattern("softmax_cross_entropy +loss ")
        .containsPattern("parameters\\+0 +kept")
        .containsPattern("launches +\\d+")
        .containsPattern("FLOPs per step +[\\d,]+")
        .containsPattern("arena bytes +[\\d,]+");
  }

  @Test
  void planAsDotPrintsTheGraphAloneAndTheRestBeside() {
    CommandRun run = CommandRun.of("plan", "spiral", "--device", "reference", "--dot");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("digraph computation {").endsWith("}\n").contains("features");
    assertThat(run.err()).startsWith("backend reference");
  }

  @Test
  void helpTellsTheExitCodes() {
    CommandRun run = CommandRun.of("--help");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "Exit codes:", "130", "train", "evaluate", "predict", "plan", "diff", "gradcheck");
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(CommandRun.of("--version").out()).containsPattern("^deltarule \\d+\\.\\d+");
    assertThat(Version.current()).doesNotContain("$");
  }
}
