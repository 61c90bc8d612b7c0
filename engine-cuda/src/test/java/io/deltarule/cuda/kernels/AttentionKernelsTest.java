package io.deltarule.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.driver.Geometry;
import org.junit.jupiter.api.Test;

class AttentionKernelsTest {
  @Test
  void blocksCoverTheRowsOfEachHeadAndTheColumnsOfTheResult() {
    assertThat(AttentionKernels.geometry(6, 32, 128)).isEqualTo(of(6, 1));
    assertThat(AttentionKernels.geometry(6, 33, 129)).isEqualTo(of(12, 2));
    assertThat(AttentionKernels.geometry(1, 1, 1)).isEqualTo(of(1, 1));
  }

  /** The logarithms of the sums are computed although there is no value to weight. */
  @Test
  void withoutColumnsThereIsOneStretch() {
    assertThat(AttentionKernels.geometry(2, 5, 0)).isEqualTo(of(2, 1));
  }

  private static Geometry of(int blocks, int stretches) {
    return new Geometry(blocks, stretches, 1, Tiles.BLOCK, 1, 1, 0);
  }
}
