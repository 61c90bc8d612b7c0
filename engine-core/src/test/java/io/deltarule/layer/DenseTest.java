package io.deltarule.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DenseTest {
  private static final Initializer WEIGHTS = Initializers.ones();
  private static final Initializer BIASES = Initializers.ones();

  @Test
  void firstValuesAreTheGivenOnes() {
    Dense layer = Dense.of(3, 2).initializedBy(WEIGHTS, BIASES);
    assertThat(layer.parameters().get("weight").initializer()).isSameAs(WEIGHTS);
    assertThat(layer.parameters().get("bias").initializer()).isSameAs(BIASES);
  }

  @Test
  void theOrderOfTheSettingsDoesNotMatter() {
    Dense first = Dense.of(3, 2).withoutBias().initializedBy(WEIGHTS, BIASES);
    Dense last = Dense.of(3, 2).initializedBy(WEIGHTS, BIASES).withoutBias();
    for (Dense layer : new Dense[] {first, last}) {
      assertThat(layer.parameters()).containsOnlyKeys("weight");
      assertThat(layer.weight().initializer()).isSameAs(WEIGHTS);
    }
  }
}
