package io.deltarule.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.OnDevice;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.library.CudaLibraries;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnDevice
class IndexFaultsTest {
  private static final Operands GATHER =
      new Operands("gather in 'embedding'", List.of(), List.of());

  private CudaContext context;
  private IndexFaults faults;

  @BeforeEach
  void open() {
    assertThat(CudaLibraries.ofThisProcess().areLoaded()).as("libraries are loaded").isTrue();
    context = new CudaContext(0, false);
    faults = new IndexFaults(context);
  }

  @AfterEach
  void close() {
    faults.close();
    context.close();
  }

  @Test
  void closedKernelsAreForgotten() {
    List<Kernel> open = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      open.add(faults.reporting(GATHER, 7, site -> () -> {}));
    }
    for (int i = 0; i < 1000; i++) {
      faults.reporting(GATHER, 7, site -> () -> {}).close();
    }
    assertThat(faults.reporting()).isEqualTo(10);
    open.forEach(Kernel::close);
    assertThat(faults.reporting()).isZero();
  }

  @Test
  void kernelsThatCannotBeMadeAreForgotten() {
    assertThatThrownBy(
            () ->
                faults.reporting(
                    GATHER,
                    7,
                    site -> {
                      throw new IllegalStateException("no memory for " + site);
                    }))
        .hasMessage("no memory for 1");
    assertThat(faults.reporting()).isZero();
  }

  /** What a closed kernel wrote is nobody's: nothing that can still be read hangs on it. */
  @Test
  void theNoteOfAClosedKernelIsPassedOver() {
    int[] site = new int[1];
    Kernel closed =
        faults.reporting(
            GATHER,
            7,
            number -> {
              site[0] = number;
              return () -> {};
            });
    Kernel open = faults.reporting(GATHER, 7, number -> () -> {});
    closed.close();
    faults.memory().write(0, new int[] {site[0], 3, 9}, 0, 3);
    faults.check();
    faults.memory().write(0, new int[] {site[0] + 1, 3, 9}, 0, 3);
    assertThatThrownBy(faults::check)
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageStartingWith("gather in 'embedding': index 9 at position 3 is out of range");
    open.close();
  }
}
