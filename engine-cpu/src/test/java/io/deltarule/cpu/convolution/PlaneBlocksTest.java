package io.deltarule.cpu.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cpu.matmul.Packing;
import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.processor.Processors;
import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** Of each column and tap, whatever the strides, dilations and paddings. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aTapsElementLiesAtItsDistance(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<WindowAxis> axes = Stream.generate(() -> axis(random)).limit(3).toList();
    PatchGrid grid = new PatchGrid(axes.get(0), axes.get(1), axes.get(2));
    int channels = random.nextInt(1, 4);
    int samples = random.nextInt(1, 6);
    PlaneBlocks one = PlaneBlocks.of(grid, channels, random.nextInt(1, 9), samples);
    PlaneBlocks blocks = one.sideBySide(channels, 1, samples, grid.depth().columns(), TILE);
    int count = Math.min(blocks.samples(), samples);
    float[] source = new float[samples * channels * grid.sources()];
    for (int i = 0; i < source.length; i++) {
      source[i] = i + 1;
    }
    for (Processor processor : Processors.all()) {
      Packing packing = processor.microKernels().packing().now();
      check(blocks, packing, source, channels, samples, count);
    }
  }

  private static void check(
      PlaneBlocks blocks, Packing packing, float[] source, int channels, int samples, int count) {
    PatchGrid grid = blocks.grid();
    for (int depth = 0; depth < grid.depth().columns(); depth++) {
      for (int line = 0; line < grid.height().columns(); line += blocks.lines()) {
        float[] planes = new float[channels * blocks.planes() * blocks.plane() + blocks.lead()];
        Arrays.fill(planes, Float.NaN);
        int sample = channels * grid.sources();
        blocks.copy(packing, source, 0, sample, count, channels, depth, line, planes);
        checkBlock(blocks, source, channels, count, depth, line, planes);
      }
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  private static WindowAxis axis(SplittableRandom random) {
    int input = random.nextInt(1, 12);
    int low = random.nextInt(0, 3);
    int high = random.nextInt(0, 3);
    int kernel = random.nextInt(1, Math.min(4, input + low + high) + 1);
    int most = kernel == 1 ? 3 : (input + low + high - 1) / (kernel - 1);
    int dilation = random.nextInt(1, Math.min(3, most) + 1);
    Window window =
        Window.ofAxes(1)
            .withPadding(List.of(low), List.of(high))
            .withDilations(List.of(dilation))
            .withStrides(List.of(random.nextInt(1, 5)));
    Shape shape = Shape.of(input);
    int outputs = window.outputs(shape, Shape.of(kernel)).dim(0);
    return WindowAxis.ofOutputs(window, 0, input, kernel, outputs);
  }

  private static void checkBlock(
      PlaneBlocks blocks,
      float[] source,
      int channels,
      int count,
      int depth,
      int line,
      float[] planes) {
    PatchGrid grid = blocks.grid();
    int[] distances = blocks.distances(channels);
    int lines = Math.min(blocks.lines(), grid.height().columns() - line);
    for (int row = 0; row < distances.length; row++) {
      int channel = row / grid.taps();
      int tap = row % grid.taps();
      int w = grid.width().shifts()[tap % grid.width().shifts().length];
      int lineTap = tap / grid.width().shifts().length;
      int h = grid.height().shifts()[lineTap % grid.height().shifts().length];
      int d = grid.depth().shifts()[lineTap / grid.height().shifts().length];
      for (int s = 0; s < count; s++) {
        int from = (s * channels + channel) * grid.sources();
        for (int i = 0; i < lines; i++) {
          for (int j = 0; j < grid.width().columns(); j++) {
            int z = depth * grid.depth().stride() + d;
            int y = (line + i) * grid.height().stride() + h;
            int x = j * grid.width().stride() + w;
            boolean isInside =
                isWithin(z, grid.depth())
                    && isWithin(y, grid.height())
                    && isWithin(x, grid.width());
            int at = (z * grid.height().source() + y) * grid.width().source() + x;
            float expected = isInside ? source[from + at] : 0;
            int column = i * blocks.linePitch() + s * blocks.pitch() + j;
            if (planes[distances[row] + column] != expected) {
              throw new AssertionError(
                  "row %d, sample %d, line %d, column %d of %s: %s, expected %s"
                      .formatted(
                          row, s, line + i, j, grid, planes[distances[row] + column], expected));
            }
          }
        }
      }
    }
  }

  private static boolean isWithin(int position, WindowAxis axis) {
    return position >= 0 && position < axis.source();
  }

  private static PatchGrid grid(Shape spatial, Shape kernel, int padding) {
    List<Integer> both = Collections.nCopies(spatial.rank(), padding);
    Window window = Window.ofAxes(spatial.rank()).withPadding(both, both);
    return PatchGrid.ofOutputs(window, spatial, kernel, window.outputs(spatial, kernel));
  }
}
