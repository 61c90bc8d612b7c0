package io.deltarule.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.deltarule.backend.BackendUnavailableException;
import io.deltarule.backend.Engine;
import io.deltarule.backend.NotEnoughMemoryException;
import io.deltarule.cuda.EmulatedDevice;
import io.deltarule.cuda.OnDevice;
import io.deltarule.cuda.driver.CudaException;
import io.deltarule.train.Training;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every call that can fail does, in turn: one clear exception, and everything is freed. */
@OnDevice
class InjectedFailureTest {
  private static final int OUT_OF_MEMORY = 2;

  /** Shared, so that kernels are compiled once. */
  @TempDir private static Path cache;

  @BeforeEach
  void start() {
    assumeTrue(EmulatedDevice.isPresent(), "only the emulated device fails when it is told to");
    train(); // Compiles, so that what is counted below is the same in each run.
    EmulatedDevice.reset();
  }

  @AfterEach
  void reset() {
    EmulatedDevice.reset();
  }

  private void train() {
    try (Engine engine = Networks.engine(cache);
        Training training = Networks.classifier(engine)) {
      Networks.train(training, 3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cuMemAlloc, 2",
    "cuMemHostAlloc, 2",
    "cuCtxCreate, 2",
    "cuStreamCreate, 2",
    "cuEventCreate, 2",
    "cuModuleLoadData, 2",
    "cuModuleGetFunction, 500",
    "cuStreamBeginCapture, 1",
    "cuStreamEndCapture, 1",
    "cuGraphInstantiateWithFlags, 2",
    "cuGraphLaunch, 1",
    "cuFuncGetAttribute, 1",
    "cuMemGetInfo, 1"
  })
  void everyCallFailingInTurnGivesOneClearExceptionAndFreesEverything(String function, int code) {
    train();
    long calls = EmulatedDevice.calls(function);
    assertThat(calls).as("calls of %s", function).isPositive();
    // Every allocation; of what is called more often, some.
    long stride = function.endsWith("Alloc") ? 1 : Math.max(1, calls / 25);
    for (long n = 1; n <= calls; n += stride) {
      EmulatedDevice.reset();
      EmulatedDevice.failAt(function, (int) n, code);
      Throwable failure = catchThrowable(this::train);
      EmulatedDevice.reset();
      assertClear(failure, function, code, n);
      LivingObjects.requireNone("after call " + n + " of " + function);
    }
    train();
  }

  private static void assertClear(Throwable failure, String function, int code, long n) {
    assertThat(failure)
        .as("call %d of %s", n, function)
        .isInstanceOfAny(
            code == OUT_OF_MEMORY ? NotEnoughMemoryException.class : CudaException.class,
            BackendUnavailableException.class) // Where a check makes the call before the backend.
        .hasMessageContaining(function.replace("WithFlags", "") + " failed with");
  }

  /** Codes after which the driver answers nothing else. */
  @ParameterizedTest
  @CsvSource({
    "cuLaunchKernel, 700",
    "cuLaunchKernel, 719",
    "cuStreamSynchronize, 700",
    "cuStreamSynchronize, 719",
    "cuMemcpyHtoDAsync, 700",
    "cuMemcpyDtoHAsync, 719",
    "cuEventRecord, 700",
    "cuGraphLaunch, 700"
  })
  void aLostContextEndsTheEngineWithoutHangAndAnotherOneWorks(String function, int code) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          EmulatedDevice.failAt(function, function.equals("cuGraphLaunch") ? 2 : 5, code);
          Throwable failure = catchThrowable(this::train);
          EmulatedDevice.reset();
          assertThat(failure)
              .isInstanceOf(CudaException.class)
              .hasMessageContainingAll(function, "(" + code + ")");
          LivingObjects.requireNone("after " + function);
          train();
        });
  }

  @Test
  void manyCyclesLeakNothing() {
    int threads = Thread.activeCount();
    for (int i = 0; i < 1000; i++) {
      try (Engine engine = Networks.engine(cache)) {
        engine.newState();
      }
    }
    train();
    LivingObjects.requireNone("after 1,000 cycles");
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 1);
  }

  @Test
  void whatTheDeviceCannotHoldIsRefusedBeforeAnythingIsAllocated() {
    EmulatedDevice.set("MEMORY_MB", "64");
    try (Engine engine = Networks.engine(cache);
        Training training = Networks.classifier(engine)) {
      long before = EmulatedDevice.counter("allocations");
      Throwable failure = catchThrowable(() -> training.step(2_000_000));
      assertThat(failure)
          .isInstanceOf(NotEnoughMemoryException.class)
          .hasMessageContainingAll("cuda: this computation takes", "are free", "largest buffers")
          .hasMessageContaining("result of matmul in '0' 168000000");
      assertThat(EmulatedDevice.counter("allocations")).isEqualTo(before);
      Networks.train(training, 2);
    } finally {
      EmulatedDevice.set("MEMORY_MB", "2048");
    }
  }
}
