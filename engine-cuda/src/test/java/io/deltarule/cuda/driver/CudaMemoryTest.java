package io.deltarule.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.tensor.DType;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaMemoryTest extends DeviceTest {
  private static final int SLOT = Staging.SLOT_BYTES / 4;
  private static final int READ = Readback.BYTES / 4;

  @Test
  void freshMemoryIsZero() {
    try (CudaMemory memory = context.allocate(DType.FLOAT32, 1000)) {
      assertThat(read(memory)).containsOnly(0f);
    }
  }

  /** Around every boundary of the staging and the readback. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        255,
        256,
        257,
        READ - 1,
        READ,
        READ + 1,
        SLOT - 1,
        SLOT,
        SLOT + 1,
        2 * SLOT + 3
      })
  void whatIsWrittenIsRead(int count) {
    float[] values = values(count, count);
    try (CudaMemory memory = floats(values)) {
      assertThat(read(memory)).isEqualTo(values);
    }
  }

  @Test
  void partsGoWhereTheyBelong() {
    float[] expected = values(5000, 1);
    try (CudaMemory memory = floats(expected)) {
      float[] part = values(700, 2);
      memory.write(1234, part, 100, 500);
      System.arraycopy(part, 100, expected, 1234, 500);
      assertThat(read(memory)).isEqualTo(expected);
      float[] target = new float[600];
      memory.read(1200, target, 50, 300);
      for (int i = 0; i < 600; i++) {
        assertThat(target[i]).isEqualTo(i < 50 || i >= 350 ? 0f : expected[1200 + i - 50]);
      }
    }
  }

  @Test
  void doublesAreRoundedToNearest() {
    double[] values = {1.0 / 3, 1e-50, -1e300, Double.NaN, 0.1 + 1e-9};
    double[] read = new double[values.length];
    try (CudaMemory memory = context.allocate(DType.FLOAT32, values.length)) {
      memory.write(0, values, 0, values.length);
      memory.read(0, read, 0, values.length);
    }
    for (int i = 0; i < values.length; i++) {
      assertThat(Double.doubleToLongBits(read[i]))
          .isEqualTo(Double.doubleToLongBits((float) values[i]));
    }
  }

  @Test
  void integersKeepTheirBits() {
    int[] values = {0, -1, Integer.MIN_VALUE, 0x7fc00001, 42};
    int[] read = new int[values.length];
    try (CudaMemory memory = context.allocate(DType.INT32, values.length)) {
      memory.write(0, values, 0, values.length);
      memory.read(0, read, 0, values.length);
    }
    assertThat(read).isEqualTo(values);
  }

  @Test
  void typesAndBoundsAreChecked() {
    try (CudaMemory memory = context.allocate(DType.FLOAT32, 10)) {
      assertThatThrownBy(() -> memory.write(0, new int[1], 0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("FLOAT32");
      assertThatThrownBy(() -> memory.read(8, new float[3], 0, 3))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> memory.write(-1, new float[1], 0, 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  /** The array may be changed at once, however long the copy takes. */
  @Test
  void theCallersArrayIsFreeWhenAWriteReturns() {
    float[] values = values(100_000, 3);
    float[] kept = values.clone();
    try (CudaMemory memory = context.allocate(DType.FLOAT32, values.length)) {
      memory.write(0, values, 0, values.length);
      java.util.Arrays.fill(values, Float.NaN);
      assertThat(read(memory)).isEqualTo(kept);
    }
  }

  /** Streams run late and slots are reused many times over: every write must survive. */
  @Test
  void manyWritesInFlightDoNotOverwriteEachOther() {
    int rows = 60;
    int columns = SLOT / 7;
    try (CudaMemory memory = context.allocate(DType.FLOAT32, (long) rows * columns)) {
      for (int row = 0; row < rows; row++) {
        memory.write((long) row * columns, values(columns, row), 0, columns);
      }
      float[] line = new float[columns];
      for (int row = 0; row < rows; row++) {
        memory.read((long) row * columns, line, 0, columns);
        assertThat(line).as("row %d", row).isEqualTo(values(columns, row));
      }
    }
  }

  /** Each step sees the input written before it and not the one written after. */
  @Test
  void writesAreInOrderWithKernels() {
    int steps = 30;
    try (CudaMemory input = floats(new float[1]);
        CudaMemory sums = context.allocate(DType.FLOAT32, steps);
        CudaMemory one = floats(1f)) {
      Launch[] launches = new Launch[steps];
      for (int i = 0; i < steps; i++) {
        Arguments arguments =
            new Arguments().pointer(sums, i).pointer(input, 0).pointer(one, 0).int32(1);
        launches[i] =
            new Launch(
                context, function("axpy"), Geometry.of(1, 32), arguments, what("axpy", sums));
      }
      for (int i = 0; i < steps; i++) {
        input.write(0, new float[] {i + 1}, 0, 1);
        launches[i].run();
      }
      float[] read = read(sums);
      for (int i = 0; i < steps; i++) {
        assertThat(read[i]).as("step %d", i).isEqualTo(i + 1f);
        launches[i].close();
      }
    }
  }

  @Test
  void closedMemoryIsRefused() {
    CudaMemory memory = floats(1f);
    memory.close();
    memory.close();
    assertThatThrownBy(() -> read(memory)).hasMessageContaining("closed");
    assertThat(context.allocatedBytes()).isZero();
  }

  private static float[] values(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
