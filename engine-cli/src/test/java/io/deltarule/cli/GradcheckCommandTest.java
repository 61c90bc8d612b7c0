package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gradient check from the command line. */
class GradcheckCommandTest {
  @ParameterizedTest
  @CsvSource({"mnist-mlp,6", "spiral,6", "wages,4", "mnist-autoencoder,8", "spam,5"})
  void everyParameterOfARecipePasses(String recipe, int parameters) {
    CommandRun run = CommandRun.of("gradcheck", recipe, "--batch", 4, "--elements", 6);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains(recipe + ": ", "batch 4, in training", "float64 reference")
        .containsPattern("layer +parameter +shape +checked +kinks +relative error +bound")
        .contains(parameters + " parameters: " + parameters + " pass, 0 fail, 0 inconclusive");
  }

  @Test
  void theModelCanBeCheckedAsInEvaluation() {
    CommandRun run =
        CommandRun.of("gradcheck", "mnist-mlp", "--batch", 2, "--elements", 4, "--evaluation");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("in evaluation", "6 pass, 0 fail");
  }

  @ParameterizedTest
  @CsvSource({"--batch,0", "--elements,-2"})
  void aCountBelowOneIsRefused(String option, String value) {
    CommandRun run = CommandRun.of("gradcheck", "spiral", option, value);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("option " + option + " must be 1 or more, got " + value);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aBatchLargerThanTheDataOrAnUnknownRecipeIsRefused() {
    CommandRun large = CommandRun.of("gradcheck", "spiral", "--batch", 1001);
    assertThat(large.code()).isEqualTo(2);
    assertThat(large.err()).contains("1001 is more than the 1000 training samples");
    CommandRun unknown = CommandRun.of("gradcheck", "spiral2");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("no recipe 'spiral2'", "mnist-mlp, spiral, wages");
  }
}
