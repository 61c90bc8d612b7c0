package io.deltarule.cpu.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaneBlocksTest {
  private static final int TILE = 16;

  @Test
  void blocksCoverEveryLineOnce() {
    for (int height = 1; height <= 40; height++) {
      PatchGrid grid = grid(Shape.of(height, 9), Shape.of(3, 3), 1);
      for (int samples : new int[] {1, 3, 64}) {
        PlaneBlocks blocks = PlaneBlocks.of(grid, 8, 8, samples);
        assertThat(blocks.blocks() * blocks.lines()).isGreaterThanOrEqualTo(height);
        assertThat((blocks.blocks() - 1) * blocks.lines()).isLessThan(height);
      }
    }
  }

  @Test
  void paddingOfALineServesTheNext() {
    PlaneBlocks blocks = PlaneBlocks.of(grid(Shape.of(32, 32), Shape.of(3, 3), 1), 16, 16, 64);
    assertThat(blocks.pitch()).isEqualTo(33);
    assertThat(blocks.suits(16, 16, TILE)).isTrue();
  }

  @Test
  void smallMapsLieSideBySideWhereThatFillsTiles() {
    PlaneBlocks one = PlaneBlocks.of(grid(Shape.of(8, 8), Shape.of(3, 3), 1), 64, 64, 64);
    PlaneBlocks some = one.sideBySide(64, 64, 64, 1, 32);
    assertThat(one.columns(8, 1, 32)).isEqualTo(96);
    assertThat(some.samples()).isEqualTo(4);
    assertThat(some.columns(8, 4, 32)).isEqualTo(288);
    assertThat(some.linePitch()).isEqualTo(36);
  }

  @Test
  void mapsThatFillTilesOrNeedSeveralBlocksStayAlone() {
    PlaneBlocks full = PlaneBlocks.of(grid(Shape.of(32, 32), Shape.of(3, 3), 1), 16, 16, 64);
    assertThat(full.sideBySide(16, 16, 64, 1, 32)).isEqualTo(full);
    PlaneBlocks large = PlaneBlocks.of(grid(Shape.of(90, 90), Shape.of(3, 3), 1), 64, 64, 64);
    assertThat(large.blocks()).isGreaterThan(1);
    assertThat(large.sideBySide(64, 64, 64, 1, 32)).isEqualTo(large);
  }

  /** Enough parts are left for the threads. */
  @Test
  void fewSamplesStayApart() {
    PlaneBlocks blocks = PlaneBlocks.of(grid(Shape.of(8, 8), Shape.of(3, 3), 1), 8, 8, 16);
    assertThat(blocks.sideBySide(8, 8, 16, 1, 32)).isEqualTo(blocks);
  }

  /** What is copied is no larger for a longer input: ten minutes of sound are packed in pieces. */
  @Test
  void longLinesAreNotCopied() {
    PlaneBlocks blocks = PlaneBlocks.of(grid(Shape.of(10_000_000), Shape.of(3), 1), 2, 2, 1);
    assertThat(blocks.suits(2, 2, TILE)).isFalse();
  }

  @Test
  void mostlyPaddingIsPacked() {
    PlaneBlocks blocks = PlaneBlocks.of(grid(Shape.of(2, 2), Shape.of(5, 5), 2), 4, 4, 64);
    assertThat(blocks.suits(4, 4, TILE)).isFalse();
  }

  private static PatchGrid grid(Shape spatial, Shape kernel, int padding) {
    List<Integer> both = Collections.nCopies(spatial.rank(), padding);
    Window window = Window.ofAxes(spatial.rank()).withPadding(both, both);
    return PatchGrid.ofOutputs(window, spatial, kernel, window.outputs(spatial, kernel));
  }
}
