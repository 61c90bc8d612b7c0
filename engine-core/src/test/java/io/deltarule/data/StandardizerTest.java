package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StandardizerTest {
  /** Columns 1 3 5 7 (mean 4, variance 5) and 0.1 four times. */
  private static final Tensor TRAIN =
      Tensor.of(Shape.of(4, 2), 1f, 0.1f, 3f, 0.1f, 5f, 0.1f, 7f, 0.1f);

  @Test
  void meanAndDeviationAreFoundPerColumn() {
    Standardizer standardizer = Standardizer.fit(TRAIN);
    assertThat(standardizer.mean()).isEqualTo(Tensor.of(Shape.of(2), 4.0, (double) 0.1f));
    assertThat(standardizer.deviation()).isEqualTo(Tensor.of(Shape.of(2), Math.sqrt(5), 1.0));
  }

  @Test
  void otherDataAreScaledWithTheNumbersOfTheTrainingData() {
    Tensor other = Tensor.of(Shape.of(1, 2), 14f, 1.1f);
    Tensor scaled = Standardizer.fit(TRAIN).apply(other);
    assertThat(scaled.floats()[0]).isEqualTo((float) (10 / Math.sqrt(5)));
    assertThat(scaled.floats()[1]).isEqualTo(1.1f - 0.1f, Offset.offset(0x1p-23f));
    assertThat(other.floats()).containsExactly(14f, 1.1f);
  }

  @Test
  void aConstantColumnBecomesZeroEvenWhereItsMeanIsInexact() {
    int n = 1_000_003;
    float[] values = new float[n];
    Arrays.fill(values, 0.1f);
    Tensor column = Tensor.of(Shape.of(n, 1), values);
    for (float value : Standardizer.fit(column).apply(column).floats()) {
      // A million additions round by at most 2^20 * 2^-53 of their sum.
      assertThat(Math.abs(value)).isLessThan(0x1p-33f);
    }
  }

  @Test
  void invertUndoesApply() {
    Standardizer standardizer = Standardizer.fit(TRAIN);
    float[] back = standardizer.invert(standardizer.apply(TRAIN)).floats();
    for (int i = 0; i < back.length; i++) {
      // Two roundings to float32 of numbers of at most 7.
      assertThat(back[i]).isEqualTo(TRAIN.floats()[i], Offset.offset(4 * 7 * 0x1p-24f));
    }
  }

  @Test
  void savedNumbersGiveTheSameStandardizer() {
    Standardizer fitted = Standardizer.fit(TRAIN);
    Standardizer loaded = Standardizer.of(fitted.mean(), fitted.deviation());
    assertThat(loaded.apply(TRAIN)).isEqualTo(fitted.apply(TRAIN));
  }

  @Test
  void columnsThatDoNotFitAreRefused() {
    Standardizer standardizer = Standardizer.fit(TRAIN);
    assertThatThrownBy(() -> standardizer.apply(Tensor.of(Shape.of(2, 1), 1f, 2f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was fitted to columns [2], got FLOAT32[2, 1]");
    assertThatThrownBy(() -> Standardizer.fit(Tensor.of(Shape.of(0, 2), new float[0])))
        .hasMessageContaining("at least one row");
    assertThatThrownBy(
            () -> Standardizer.of(Tensor.of(Shape.of(1), 1.0), Tensor.of(Shape.of(1), 0.0)))
        .hasMessageContaining("column 0 has mean 1.0 and deviation 0.0");
  }
}
