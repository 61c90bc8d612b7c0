package io.deltarule.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.layer.Gpt;
import io.deltarule.layer.GptConfig;
import io.deltarule.layer.ParameterLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gpt2SizeTest {
  /** Radford et al. 2019, table 2, with the parameters that are counted today. */
  @ParameterizedTest
  @CsvSource({"124M,124439808", "355M,354823168", "774M,774030080", "1.5B,1557611200"})
  void publishedSizesHaveTheirParameters(String name, long parameters) {
    Gpt model = Gpt.of(Gpt2Size.named(name).config());
    assertThat(ParameterLayout.of(model).parameterCount()).isEqualTo(parameters);
  }

  @Test
  void anOwnSizeIsLayersHeadsAndWidth() {
    assertThat(Gpt2Size.named("6x4x384").config())
        .isEqualTo(GptConfig.of(50_257, 1_024, 6, 4, 384));
    assertThatThrownBy(() -> Gpt2Size.named("6x5x384")).hasMessageContaining("must divide");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2B", "", "6x6", "6x6x", "-1x2x3", "1000000x1x1"})
  void whatIsNoSizeIsRefusedWithThoseThereAre(String name) {
    assertThatThrownBy(() -> Gpt2Size.named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no size '%s'; there are 124M, 355M, 774M, 1.5B, or layers x heads x width such as 6x6x384",
            name);
  }
}
