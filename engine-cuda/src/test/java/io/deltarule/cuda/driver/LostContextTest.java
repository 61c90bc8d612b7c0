package io.deltarule.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.tensor.DType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What a kernel does wrong costs the context, and only that. */
class LostContextTest extends DeviceTest {
  private Launch beyond(CudaContext owner, CudaMemory memory) {
    Arguments arguments = new Arguments().pointer(memory, 0).int32(memory.size());
    return new Launch(
        owner, function("beyond"), Geometry.of(1, 1), arguments, what("beyond in 'fc1'", memory));
  }

  @Test
  void anIllegalAddressPoisonsTheContextWithoutHang() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          CudaMemory memory = floats(1f);
          CapturedStep step =
              new CapturedStep(context, List.of(add(memory, 1f), beyond(context, memory)), true);
          assertThatThrownBy(
                  () -> {
                    step.run();
                    read(memory);
                  })
              .isInstanceOf(CudaException.class)
              .hasMessageContainingAll("CUDA_ERROR_ILLEGAL_ADDRESS", "(700)", "cuda.sync=on");
          for (int i = 0; i < 3; i++) {
            assertThatThrownBy(step::run)
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("close the engine and open another one")
                .hasRootCauseInstanceOf(CudaException.class);
          }
          assertThatThrownBy(() -> memory.write(0, new float[1], 0, 1))
              .hasMessageContaining("can no longer be used");
          assertThatThrownBy(() -> context.allocate(DType.FLOAT32, 1))
              .hasMessageContaining("can no longer be used");
          step.close();
          memory.close();
          close();
          open();
          assertThat(read(floats(2f))).containsExactly(2f);
        });
  }

  @Test
  void waitingForEachLaunchNamesTheKernel() {
    close();
    context = new CudaContext(0, true);
    compiler =
        new io.deltarule.cuda.nvrtc.KernelCompiler(
            context, new io.deltarule.cuda.nvrtc.KernelCache(cache));
    CudaMemory memory = floats(1f);
    Launch launch = beyond(context, memory);
    assertThatThrownBy(launch::run)
        .isInstanceOf(CudaException.class)
        .hasMessageContainingAll(
            "kernel beyond of beyond in 'fc1'", "FLOAT32[1]", "grid (1, 1, 1)");
  }
}
