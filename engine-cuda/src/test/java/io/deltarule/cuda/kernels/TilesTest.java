package io.deltarule.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.cuda.driver.Geometry;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TilesTest {
  @Property
  void columnsAreCoveredByWholeBlocks(
      @ForAll @IntRange(min = 1, max = 40) int before,
      @ForAll @IntRange(min = 1, max = 100_000) int length,
      @ForAll @IntRange(min = 1, max = 3_000) int after) {
    Folded folded = new Folded(before, length, after);
    int width = Tiles.columnsWidth(folded);
    int chunkLength = Tiles.chunkLength(folded);
    int chunks = Tiles.ceilDiv(length, chunkLength);
    Geometry geometry = Tiles.columns(folded, chunks);

    assertThat(Integer.bitCount(width)).isEqualTo(1);
    assertThat(geometry.threads()).isEqualTo(Tiles.BLOCK);
    assertThat(geometry.blockX()).isEqualTo(width);
    assertThat(geometry.gridX()).isEqualTo(before * chunks * Tiles.ceilDiv(after, width));
    assertThat((long) (chunks - 1) * chunkLength).isLessThan(length);
    assertThat(chunks).isBetween(1, Tiles.ENOUGH_BLOCKS);
  }

  @Property
  void rowsGetNoMoreLanesThanElements(@ForAll @IntRange(min = 1, max = 2_000) int length) {
    int lanes = Tiles.lanes(length);
    assertThat(Integer.bitCount(lanes)).isEqualTo(1);
    assertThat(lanes).isBetween(1, Math.min(length, Tiles.WARP));
    assertThat(2 * lanes > Math.min(length, Tiles.WARP)).isTrue();
  }

  @Property
  void wordRowsAreCovered(
      @ForAll @IntRange(min = 1, max = 1_000_000) int rows,
      @ForAll @IntRange(min = 1, max = 5_000) int words) {
    Geometry geometry = Tiles.wordRows(rows, words);
    assertThat(geometry.threads()).isEqualTo(Tiles.BLOCK);
    long covered = (long) geometry.gridX() * geometry.blockY();
    assertThat(covered).isBetween((long) rows, (long) rows + geometry.blockY() - 1);
  }

  @Property
  void bagsAreCoveredAndBlocksAreFull(
      @ForAll @IntRange(min = 1, max = 100_000) int bags,
      @ForAll @IntRange(min = 1, max = 5_000) int length,
      @ForAll @IntRange(min = 1, max = 700) int after) {
    Geometry geometry = Tiles.bags(bags, length, after);
    assertThat(geometry.threads()).isEqualTo(Tiles.BLOCK);
    int width = geometry.blockX();
    int columnTiles = Tiles.ceilDiv(after, width);
    assertThat(width).isLessThanOrEqualTo(Tiles.WARP);
    assertThat(geometry.gridX() % columnTiles).isZero();
    long covered = (long) geometry.gridX() / columnTiles * geometry.blockZ();
    assertThat(covered).isBetween((long) bags, (long) bags + geometry.blockZ() - 1);
    // The sums of the stretches are halved until one is left.
    assertThat(Integer.bitCount(geometry.blockY())).isOne();
  }

  @Test
  void fewLongColumnsAreCutAndManyAreNot() {
    assertThat(Tiles.chunkLength(new Folded(1, 1 << 20, 1))).isEqualTo(1 << 12);
    assertThat(Tiles.chunkLength(new Folded(512, 1 << 20, 1))).isEqualTo(1 << 20);
    assertThat(Tiles.chunkLength(new Folded(1, 4_096, 1))).isEqualTo(4_096);
  }

  @Test
  void theGridMayReachItsLimitAlongXAlone() {
    assertThat(Tiles.rows(Integer.MAX_VALUE, 1).gridX()).isEqualTo(1 << 23);
    assertThat(Tiles.rows(Integer.MAX_VALUE, Tiles.WARP).gridX()).isEqualTo(1 << 28);
    assertThatThrownBy(() -> Tiles.ceilDiv(1L << 32, 1)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void theSortTakesAsManyPassesAsTheLargestKeyHasBytes() {
    assertThat(ScatterAddKernel.passes(255)).isEqualTo(1);
    assertThat(ScatterAddKernel.passes(256)).isEqualTo(2);
    assertThat(ScatterAddKernel.passes(20_000)).isEqualTo(2);
    assertThat(ScatterAddKernel.passes(65_536)).isEqualTo(3);
    assertThat(ScatterAddKernel.passes(Integer.MAX_VALUE)).isEqualTo(4);
  }

  @Test
  void transposedTilesCoverBothSides() {
    assertThat(TransposeKernel.geometry(33, 64, 5))
        .hasToString("grid (20, 1, 1), block (32, 8, 1)");
  }
}
