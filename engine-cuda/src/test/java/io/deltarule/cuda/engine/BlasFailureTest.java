package io.deltarule.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Check;
import io.deltarule.backend.Engine;
import io.deltarule.backend.NotEnoughMemoryException;
import io.deltarule.cuda.CudaProvider;
import io.deltarule.cuda.EmulatedDevice;
import io.deltarule.cuda.blas.BlasHandle;
import io.deltarule.cuda.driver.CudaException;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.nio.file.Path;
import jcuda.driver.CUresult;
import jcuda.jcublas.cublasStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Every call of cuBLAS that the engine makes fails, in turn and with each status. */
@Tag("emulated-device")
class BlasFailureTest {
  private static final String GEMM = "cublasGemmStridedBatchedEx";

  /** Shared, so that kernels are compiled once. */
  @TempDir private static Path cache;

  @BeforeEach
  void start() {
    assertThat(EmulatedDevice.isPresent()).isTrue();
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
    "cublasCreate, 1, the driver is as new, device CUDA emulated device",
    "cublasCreate, 3, smaller batch, device CUDA emulated device",
    "cublasCreate, 8, another device, device CUDA emulated device",
    "cublasSetStream, 1, the driver is as new, the compute stream",
    "cublasSetMathMode, 7, '', CUBLAS_DEFAULT_MATH",
    "cublasSetWorkspace, 7, '', 65536 bytes",
    "cublasGemmStridedBatchedEx, 1, the driver is as new, FLOAT32[9",
    "cublasGemmStridedBatchedEx, 3, smaller batch, FLOAT32[9",
    "cublasGemmStridedBatchedEx, 7, '', FLOAT32[9",
    "cublasGemmStridedBatchedEx, 8, fp32 products, FLOAT32[9",
    "cublasGemmStridedBatchedEx, 13, cuda.sync=on, FLOAT32[9",
    "cublasGemmStridedBatchedEx, 14, '', FLOAT32[9",
    "cublasGemmStridedBatchedEx, 15, fp32 products, FLOAT32[9",
  })
  void everyCallFailingInTurnGivesOneClearExceptionAndFreesEverything(
      String function, int code, String remedy, String what) {
    train();
    long calls = EmulatedDevice.calls(function);
    assertThat(calls).as("calls of %s", function).isPositive();
    // Every call with the status that each of them may end with; some of them with the others.
    long stride = code == cublasStatus.CUBLAS_STATUS_EXECUTION_FAILED ? 1 : Math.max(1, calls / 4);
    for (int n = 1; n <= calls; n += (int) stride) {
      EmulatedDevice.reset();
      EmulatedDevice.failAt(function, n, code);
      Throwable failure = catchThrowable(this::train);
      assertThat(failure)
          .as("call %d of %s", n, function)
          .isInstanceOf(
              code == cublasStatus.CUBLAS_STATUS_ALLOC_FAILED
                  ? NotEnoughMemoryException.class
                  : CudaException.class)
          .hasMessageStartingWith("CUDA emulated device")
          .hasMessageContaining(
              "%s failed with %s (%d) for ", function, cublasStatus.stringFor(code), code)
          .hasMessageContaining(what)
          .hasMessageContaining(remedy);
      assertThat(failure.getSuppressed()).isEmpty();
      LivingObjects.requireNone("after call " + n + " of " + function);
    }
    EmulatedDevice.reset();
    train();
  }

  /** The product is named with its layer, its shapes and its precision. */
  @Test
  void aFailedProductSaysWhichItWas() {
    EmulatedDevice.failAt(GEMM, 1, cublasStatus.CUBLAS_STATUS_INTERNAL_ERROR);
    assertThat(catchThrowable(this::train))
        .hasMessageEndingWith(
            " for matmul in '0' FLOAT32[9, 17] x FLOAT32[21, 17] transposed -> FLOAT32[9, 21] in"
                + " FP32");
  }

  /** In the first run, in the recorded one, and where nothing else was enqueued. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 9, 12})
  void theSameEngineWorksAfterAFailedProduct(int n) {
    try (Engine engine = Networks.engine(cache);
        Training training = Networks.classifier(engine)) {
      EmulatedDevice.failAt(GEMM, n, cublasStatus.CUBLAS_STATUS_EXECUTION_FAILED);
      assertThat(catchThrowable(() -> Networks.train(training, 3)))
          .isInstanceOf(CudaException.class)
          .hasMessageContaining(GEMM);
      Tensor losses = Networks.train(training, 5).get("losses");
      assertThat(losses.floats()).hasSize(5).doesNotContain(Float.NaN);
      assertThat(EmulatedDevice.counter("graph_launches")).isGreaterThanOrEqualTo(4);
    }
    LivingObjects.requireNone("after a failed product");
  }

  /** cuBLAS only says that something failed on the device; the driver knows what. */
  @Test
  void aLostContextIsToldByTheDriversCode() {
    try (Engine engine = Networks.engine(cache, "cuda.graph", "off");
        Training training = Networks.classifier(engine)) {
      Networks.train(training, 2);
      EmulatedDevice.failAt(GEMM, 2, cublasStatus.CUBLAS_STATUS_EXECUTION_FAILED);
      EmulatedDevice.failAt("cuStreamSynchronize", 1, CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
      assertThat(catchThrowable(() -> Networks.train(training, 2)))
          .isInstanceOf(CudaException.class)
          .hasMessageContainingAll(
              "CUDA_ERROR_ILLEGAL_ADDRESS (700)", "for " + GEMM + " for matmul in '");
    }
    EmulatedDevice.reset();
    LivingObjects.requireNone("after a lost context");
    train();
  }

  /** Closing never throws: what cuBLAS keeps ends with the context. */
  @Test
  void aHandleThatIsNotTakenBackIsALineInTheLogAndAnotherEngineWorks() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(BlasHandle.class);
    lines.start();
    logger.addAppender(lines);
    try {
      EmulatedDevice.failAt("cublasDestroy", 1, cublasStatus.CUBLAS_STATUS_INTERNAL_ERROR);
      train();
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("cuda: cublasDestroy failed with CUBLAS_STATUS_INTERNAL_ERROR (14)");
    assertThat(EmulatedDevice.counter("allocations")).isZero();
    assertThat(EmulatedDevice.counter("contexts")).isZero();
    train();
    LivingObjects.requireNone("after the next engine");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aVersionThatIsNotToldIsLeftOut(int n) {
    EmulatedDevice.failAt("cublasGetProperty", n, cublasStatus.CUBLAS_STATUS_INVALID_VALUE);
    assertThat(BlasHandle.libraryVersion()).isEmpty();
    EmulatedDevice.failAt("cublasGetProperty", n, cublasStatus.CUBLAS_STATUS_INVALID_VALUE);
    assertThat(new CudaProvider().check(BackendOptions.standard()))
        .noneMatch(Check::isFatal)
        .anySatisfy(check -> assertThat(check.toString()).contains("libcublas.so.12"));
  }
}
