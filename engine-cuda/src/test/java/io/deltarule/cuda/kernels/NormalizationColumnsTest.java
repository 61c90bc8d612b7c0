package io.deltarule.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.driver.Geometry;
import io.deltarule.cuda.kernels.NormalizationKernels.Columns;
import io.deltarule.tensor.Shape;
import org.junit.jupiter.api.Test;

class NormalizationColumnsTest {
  @Test
  void channelsWithSeveralPositionsStandByThemselves() {
    assertThat(Columns.ofChannels(Shape.of(4, 3, 5)).folded()).isEqualTo(new Folded(3, 20, 1));
    assertThat(Columns.ofChannels(Shape.of(4, 3, 1)).folded()).isEqualTo(new Folded(1, 4, 3));
    assertThat(Columns.ofRows(Shape.of(7, 5)).folded()).isEqualTo(new Folded(1, 7, 5));
  }

  @Test
  void shortChannelsAreOneChunkWithoutScratch() {
    Columns columns = Columns.ofChannels(Shape.of(2, 3, 100));
    assertThat(columns.chunks()).isEqualTo(1);
    assertThat(columns.scratchElements(3)).isZero();
    assertThat(columns.geometry().threads()).isEqualTo(Tiles.BLOCK);
  }

  @Test
  void longChannelsAreCutIntoChunksThatCoverThem() {
    for (Shape shape : new Shape[] {Shape.of(1, 2, 9_001), Shape.of(9_001, 2, 1)}) {
      Columns columns = Columns.ofChannels(shape);
      int chunks = columns.chunks();
      assertThat(chunks).isGreaterThan(1);
      assertThat((long) chunks * columns.chunkLength())
          .isBetween(9_001L, 9_000L + columns.chunkLength());
      assertThat(columns.columns()).isEqualTo(2);
      assertThat(columns.scratchElements(3)).isEqualTo(3L * chunks * 2);
    }
  }

  @Test
  void nothingTakesNoScratch() {
    assertThat(Columns.ofChannels(Shape.of(0, 3, 5)).scratchElements(2)).isZero();
    assertThat(Columns.ofChannels(Shape.of(2, 0, 5)).scratchElements(2)).isZero();
  }

  @Test
  void rowsTakeAWarpOrABlock() {
    Geometry warps = NormalizationKernels.rowBlocks(Shape.of(9, Tiles.LONGEST_WARP_ROW));
    Geometry blocks = NormalizationKernels.rowBlocks(Shape.of(9, Tiles.LONGEST_WARP_ROW + 1));
    assertThat(warps.threads()).isEqualTo(Tiles.BLOCK);
    assertThat(warps.gridX()).isEqualTo(2);
    assertThat(blocks.threads()).isEqualTo(Tiles.BLOCK);
    assertThat(blocks.gridX()).isEqualTo(9);
  }
}
