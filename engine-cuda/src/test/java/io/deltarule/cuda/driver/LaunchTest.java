package io.deltarule.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaunchTest extends DeviceTest {
  @Test
  void argumentsOfAllKindsArrive() {
    try (CudaMemory out = context.allocate(DType.INT32, 10)) {
      Arguments arguments =
          new Arguments()
              .pointer(out, 0)
              .int32(-7)
              .int64(-1L << 40)
              .uint64(0xffff_0000_0000_0001L)
              .float32(2.125f)
              .nullPointer();
      try (Launch launch =
          new Launch(
              context, function("kinds"), Geometry.of(1, 1), arguments, what("kinds", out))) {
        launch.run();
      }
      int[] words = new int[10];
      out.read(0, words, 0, 10);
      long[] values = new long[5];
      for (int i = 0; i < 5; i++) {
        values[i] = (long) words[2 * i + 1] << 32 | Integer.toUnsignedLong(words[2 * i]);
      }
      assertThat(values).containsExactly(-7, -1L << 40, 0xffff_0000_0000_0001L, 17, 1);
    }
  }

  @Test
  void manyLaunchesKeepTheirOwnArguments() {
    int count = 3000;
    List<Launch> launches = new ArrayList<>();
    try (CudaMemory memory = floats(0f)) {
      for (int i = 0; i < count; i++) {
        launches.add(add(memory, i));
      }
      launches.forEach(Launch::run);
      assertThat(read(memory)[0]).isEqualTo(count * (count - 1) / 2f);
      launches.forEach(Launch::close);
    }
  }

  @Test
  void blocksLargerThanAKernelCanRunWithAreRefused() {
    try (CudaMemory memory = floats(1f)) {
      Arguments arguments = new Arguments().pointer(memory, 0).float32(1).int32(1);
      assertThatThrownBy(
              () ->
                  new Launch(
                      context,
                      function("add"),
                      Geometry.of(1, 2048),
                      arguments,
                      what("add in 'fc1'", memory)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("add in 'fc1'", "block (2048, 1, 1)", "1024");
    }
  }

  @Test
  void copiesAndFillsMoveWholeOperands() {
    try (CudaMemory from = floats(1f, 2f, 3f);
        CudaMemory to = floats(9f, 9f, 9f)) {
      var operands = what("copy", from, to);
      new DeviceCopy(context, operands.input(0), operands.input(1)).run();
      assertThat(read(to)).containsExactly(1f, 2f, 3f);
      new DeviceFill(context, operands.input(1)).run();
      assertThat(read(to)).containsOnly(0f);
    }
  }

  @Test
  void twoContextsTakeTurnsOnAThread() {
    try (CudaContext other = new CudaContext(0, false);
        CudaMemory here = floats(1f);
        Launch launch = add(here, 1f)) {
      CudaMemory there = other.allocate(DType.FLOAT32, 1);
      launch.run();
      there.write(0, new float[] {5f}, 0, 1);
      launch.run();
      assertThat(read(there)).containsExactly(5f);
      assertThat(read(here)).containsExactly(3f);
      there.close();
    }
  }

  @Test
  void aContextMovesBetweenThreads() throws InterruptedException {
    try (CudaMemory memory = floats(1f);
        Launch launch = add(memory, 1f)) {
      Thread thread = new Thread(launch::run);
      thread.start();
      thread.join();
      assertThat(read(memory)).containsExactly(2f);
    }
  }
}
