package io.deltarule.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cuda.nvrtc.MachineCode.Usage;
import org.junit.jupiter.api.Test;

class OccupancyTest {
  @Test
  void registersThreadsAndSharedMemoryLimitTheResidentBlocks() {
    assertThat(Occupancy.of(90).percent(new Usage("few", 32, 0, 0, 0), 256)).isEqualTo(100);
    assertThat(Occupancy.of(90).percent(new Usage("some", 33, 0, 0, 0), 256)).isEqualTo(75);
    assertThat(Occupancy.of(90).percent(new Usage("many", 128, 0, 0, 0), 256)).isEqualTo(25);
    assertThat(Occupancy.of(75).percent(new Usage("few", 64, 0, 0, 0), 256)).isEqualTo(100);
    assertThat(Occupancy.of(86).percent(new Usage("shared", 32, 48 << 10, 0, 0), 256))
        .isEqualTo(33);
  }
}
