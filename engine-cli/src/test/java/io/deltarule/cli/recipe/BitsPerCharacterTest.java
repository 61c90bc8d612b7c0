package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BitsPerCharacterTest {
  private static float log(double probability) {
    return (float) Math.log(probability);
  }

  @Test
  void isTheMeanOfTheBitsOfEachCharacter() {
    BitsPerCharacter bits = new BitsPerCharacter();
    float[] logits = {log(0.5), log(0.25), log(0.25), log(0.5), log(0.25), log(0.25)};
    bits.update(logits, new int[] {0, 2}, 2, 3);
    assertThat(bits.value()).isCloseTo(1.5, within(1e-6));
    bits.update(new float[] {0, 0, 0, 0}, new int[] {3}, 1, 4);
    assertThat(bits.value()).isCloseTo((1 + 2 + 2) / 3.0, within(1e-6));
  }

  @Test
  void isNotANumberBeforeAnyCharacterAndAfterAReset() {
    BitsPerCharacter bits = new BitsPerCharacter();
    assertThat(bits.value()).isNaN();
    bits.update(new float[] {1, 2}, new int[] {0}, 1, 2);
    bits.reset();
    assertThat(bits.value()).isNaN();
  }

  @Test
  void logitsOfAnySizeCount() {
    BitsPerCharacter bits = new BitsPerCharacter();
    bits.update(new float[] {3000, 3000, -3000}, new int[] {0}, 1, 3);
    assertThat(bits.value()).isCloseTo(1, within(1e-9));
  }

  @Test
  void aLabelThatIsNoCharacterIsRefused() {
    assertThatThrownBy(() -> new BitsPerCharacter().update(new float[] {1, 2}, new int[] {2}, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bits per character: label 2 is none of 2 characters");
  }
}
