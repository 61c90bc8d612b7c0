package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PerplexityTest {
  @Test
  void isTheNumberOfTokensThatAreEquallyProbable() {
    Perplexity perplexity = new Perplexity();
    perplexity.update(new float[] {7, 7, 7, 7}, new int[] {2}, 1, 4);
    assertThat(perplexity.value()).isCloseTo(4, within(1e-9));
    // Of 4 and of 1: their geometric mean.
    perplexity.update(new float[] {0, 0, 0, 1000}, new int[] {3}, 1, 4);
    assertThat(perplexity.value()).isCloseTo(2, within(1e-9));
  }

  @Test
  void aLabelThatIsNoTokenIsRefused() {
    assertThatThrownBy(() -> new Perplexity().update(new float[] {1, 2}, new int[] {-1}, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("perplexity: label -1 is none of 2 tokens");
  }
}
