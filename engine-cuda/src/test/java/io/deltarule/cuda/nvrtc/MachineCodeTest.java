package io.deltarule.cuda.nvrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.nvrtc.MachineCode.Usage;
import org.junit.jupiter.api.Test;

class MachineCodeTest {
  @Test
  void theAssemblersLogIsRead() {
    String log =
        """
        ptxas info    : 0 bytes gmem
        ptxas info    : Compiling entry function 'a' for 'sm_75'
        ptxas info    : Function properties for a
            0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads
        ptxas info    : Used 34 registers, used 1 barriers, 1024 bytes smem, 388 bytes cmem[0]
        ptxas info    : Compiling entry function 'b' for 'sm_75'
        ptxas info    : Function properties for b
            40 bytes stack frame, 8 bytes spill stores, 12 bytes spill loads
        ptxas info    : Used 255 registers, 384 bytes cmem[0]
        """;
    assertThat(MachineCode.parse(log))
        .containsExactly(new Usage("a", 34, 1024, 0, 0), new Usage("b", 255, 0, 40, 20));
  }
}
