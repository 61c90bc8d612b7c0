package io.deltarule.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GeometryTest {
  @Test
  void everyElementHasAThreadUpToTheLimitOfBlocks() {
    assertThat(Geometry.forElements(0, 256, 100).gridX()).isEqualTo(1);
    assertThat(Geometry.forElements(1, 256, 100).gridX()).isEqualTo(1);
    assertThat(Geometry.forElements(256, 256, 100).gridX()).isEqualTo(1);
    assertThat(Geometry.forElements(257, 256, 100).gridX()).isEqualTo(2);
    assertThat(Geometry.forElements(1L << 40, 256, 100).gridX()).isEqualTo(100);
  }

  @Test
  void aLaunchOfNothingIsRefused() {
    assertThatThrownBy(() -> Geometry.of(0, 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("grid (0, 1, 1)")
        .hasMessageContaining("empty operands");
  }

  @Test
  void whatNoDeviceCanLaunchIsRefused() {
    assertThatThrownBy(() -> new Geometry(1, 65536, 1, 32, 1, 1, 0))
        .hasMessageContaining("65535")
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> new Geometry(1, 1, 1, 1, 1, 65, 0)).hasMessageContaining("block z 65");
  }
}
