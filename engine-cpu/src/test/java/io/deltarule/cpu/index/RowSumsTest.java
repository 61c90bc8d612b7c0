package io.deltarule.cpu.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.processor.Processors;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RowSumsTest {
  private static final int ROWS = 9;
  private static final int START = 3;
  private static final int AT = 2;
  private static final float UNTOUCHED = 7;

  @Property(tries = 300)
  void vectorsAndPlainLoopsGiveTheBitsOfASumInOrderAndTouchNothingElse(
      @ForAll @IntRange(min = 0, max = 150) int columns,
      @ForAll @IntRange(min = 0, max = 5) int gap,
      @ForAll @IntRange(min = 0, max = 40) int count,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int stride = columns + gap;
    float[] x = new float[START + ROWS * stride];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    int[] rows = random.ints(count + 2, 0, ROWS).toArray();
    float[] expected = new float[AT + columns + 1];
    Arrays.fill(expected, UNTOUCHED);
    for (int c = 0; c < columns; c++) {
      float sum = 0;
      for (int i = 1; i < 1 + count; i++) {
        sum += x[START + rows[i] * stride + c];
      }
      expected[AT + c] = sum;
    }
    for (Processor processor : Processors.all()) {
      float[] y = new float[expected.length];
      Arrays.fill(y, UNTOUCHED);
      processor.rowSums().now().sum(x, START, stride, rows, 1, 1 + count, columns, y, AT);
      assertThat(y).as(processor.description()).isEqualTo(expected);
    }
  }

  @Property(tries = 300)
  void rowsAreAddedInOrderToTheirPlacesAndNothingElseIsTouched(
      @ForAll @IntRange(min = 0, max = 150) int columns,
      @ForAll @IntRange(min = 0, max = 5) int gap,
      @ForAll @IntRange(min = 0, max = 40) int count,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int stride = columns + gap;
    float[] x = new float[START + ROWS * stride];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    int[] rows = random.ints(count + 2, 0, ROWS).toArray();
    int[] places = random.ints(count + 2, 0, 4).toArray();
    float[] expected = new float[AT + 4 * stride + 1];
    Arrays.fill(expected, UNTOUCHED);
    for (int i = 1; i < 1 + count; i++) {
      for (int c = 0; c < columns; c++) {
        expected[AT + places[i] * stride + c] += x[START + rows[i] * stride + c];
      }
    }
    for (Processor processor : Processors.all()) {
      float[] y = new float[expected.length];
      Arrays.fill(y, UNTOUCHED);
      processor.rowSums().now().add(x, START, stride, rows, places, 1, 1 + count, columns, y, AT);
      assertThat(y).as(processor.description()).isEqualTo(expected);
    }
  }
}
