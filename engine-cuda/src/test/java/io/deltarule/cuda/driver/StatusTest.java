package io.deltarule.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.NotEnoughMemoryException;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTest {
  private final Status status = new Status("device 0 (Some GPU)");

  @Test
  void aFailureNamesCallKernelDeviceAndCode() {
    assertThatThrownBy(
            () ->
                status.check(
                    CUresult.CUDA_ERROR_INVALID_VALUE, "cuLaunchKernel", () -> "kernel reduce [3]"))
        .isInstanceOf(CudaException.class)
        .hasMessage(
            "device 0 (Some GPU): cuLaunchKernel failed with CUDA_ERROR_INVALID_VALUE (1) for"
                + " kernel reduce [3]");
    assertThat(status.isLost()).isFalse();
    assertThatCode(status::requireUsable).doesNotThrowAnyException();
  }

  @Test
  void memoryThatRanOutIsItsOwnException() {
    assertThatThrownBy(
            () -> status.check(CUresult.CUDA_ERROR_OUT_OF_MEMORY, "cuMemAlloc", () -> "7 bytes"))
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessageContainingAll("7 bytes", "smaller batch", "nvidia-smi");
    assertThat(status.isLost()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {214, 700, 702, 710, 714, 715, 716, 717, 718, 719, 999})
  void aFailureThatCostsTheContextIsRemembered(int code) {
    assertThatThrownBy(() -> status.check(code, "cuStreamSynchronize"))
        .isInstanceOf(CudaException.class);
    assertThat(status.isLost()).isTrue();
    assertThatThrownBy(() -> status.check(CUresult.CUDA_ERROR_UNKNOWN, "later"))
        .isInstanceOf(CudaException.class);
    assertThatThrownBy(status::requireUsable)
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("close the engine and open another one")
        .hasMessageContaining(CUresult.stringFor(code))
        .cause()
        .hasMessageContaining("cuStreamSynchronize");
  }
}
