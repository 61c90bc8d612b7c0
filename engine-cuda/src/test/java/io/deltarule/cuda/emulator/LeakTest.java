package io.deltarule.cuda.emulator;

import static io.deltarule.cuda.EmulatedDevice.check;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.EmulatedDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Contexts opened and closed many times leave nothing behind. */
@Tag("emulated-device")
class LeakTest {
  private static final int CYCLES = 1000;
  private static final String[] ALIVE = {
    "contexts",
    "allocations",
    "bytes",
    "host_allocations",
    "host_bytes",
    "streams",
    "events",
    "modules",
    "graphs",
    "graph_executables",
    "pending"
  };

  private static void cycle() {
    try (TestContext context = new TestContext()) {
      CUstream stream = context.stream();
      context.event();
      CUdeviceptr x = context.upload(1, 2, 3, 4);
      CUdeviceptr y = context.allocate(1 << 16);
      Pointer host = context.pageLocked(4);
      check(
          TestContext.launch(
              context.kernel("reverse"), 4, 16, stream, Pointer.to(x), Pointer.to(y)));
      check(cuMemcpyDtoHAsync(host, y, 16, stream));
      check(cuStreamSynchronize(stream));
      assertThat(TestContext.floats(host, 4).get(0)).isEqualTo(4);
    }
  }

  private static long residentPages() throws IOException {
    try (Scanner fields = new Scanner(Files.readString(Path.of("/proc/self/statm")))) {
      fields.nextLong();
      return fields.nextLong();
    }
  }

  @Test
  void aThousandCyclesLeakNeitherObjectsNorMemoryNorThreads() throws IOException {
    for (int i = 0; i < 100; i++) {
      cycle();
    }
    long pages = residentPages();
    int threads = threads();
    for (int i = 0; i < CYCLES; i++) {
      cycle();
    }

    for (String name : ALIVE) {
      assertThat(EmulatedDevice.counter(name)).as(name).isZero();
    }
    assertThat(threads()).isLessThanOrEqualTo(threads);
    // A leaked allocation of 256 KiB a cycle would be 250 MiB; the JVM's heap may grow by less.
    assertThat(residentPages() - pages).isLessThan((128L << 20) / 4096);
  }

  private static int threads() throws IOException {
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      return (int) tasks.count();
    }
  }
}
