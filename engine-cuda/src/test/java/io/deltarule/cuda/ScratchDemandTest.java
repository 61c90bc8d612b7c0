package io.deltarule.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.Memory;
import io.deltarule.backend.NotEnoughMemoryException;
import io.deltarule.backend.State;
import io.deltarule.cuda.kernels.CudaKernels;
import io.deltarule.graph.Computation;
import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import io.deltarule.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a plan says that it takes is what it takes, the kernels' own memory included. */
@Tag("emulated-device")
@Tag("any-jdk")
class ScratchDemandTest {
  /** Operations whose kernels may take memory of their own. */
  private static final Set<String> WITH_SCRATCH =
      Set.of(
          "reduce",
          "scatterAdd",
          "matmul",
          "moments",
          "centeredSums",
          "normalizeRowsGradient",
          "convolutionWeightGradient",
          "recurrence lstm",
          "recurrence gru");

  private static final Pattern DEMAND = Pattern.compile("takes (\\d+) bytes, and (\\d+) are free");

  /** The multiple of bytes that the emulated device gives memory in. */
  private static final long GRANULARITY = 512;

  private CudaBackend backend;
  private Engine engine;

  @BeforeEach
  void open() {
    assertThat(EmulatedDevice.isPresent()).isTrue();
    EmulatedDevice.set("MEMORY_MB", "16");
    backend = new CudaBackend(CudaSettings.of(Map.of()), CudaKernels::new);
    engine = Engine.of(backend);
  }

  @AfterEach
  void close() {
    engine.close();
    EmulatedDevice.set("MEMORY_MB", "2048");
  }

  static List<OpCase> cases() {
    return Stream.concat(OpCatalogue.all().stream(), CudaCases.all().stream())
        .filter(each -> WITH_SCRATCH.contains(each.operation()))
        .toList();
  }

  @Test
  void everyCaseTakesWhatItsPlanSays() {
    for (OpCase each : cases()) {
      assertThat(demand(each.computation())).as("%s", each).isEqualTo(taken(each.computation()));
    }
  }

  static List<OpCase> casesOfScratch() {
    return cases().stream()
        .filter(
            each ->
                each.name().startsWith("SUM of [1, 70001]")
                    || each.name().startsWith("MEAN of [600, 2, 7, 3, 5]")
                    || each.name().startsWith("scatter-add of [3000]")
                    || each.name().startsWith("product of which only an integer"))
        .toList();
  }

  @Test
  void casesOfScratchAreThere() {
    assertThat(casesOfScratch()).hasSize(4);
  }

  /** All but the scratch memory fits. */
  @ParameterizedTest
  @MethodSource("casesOfScratch")
  void aDeviceTooSmallForTheScratchAloneRefusesBeforeItAllocates(OpCase each) {
    Computation computation = each.computation();
    long taken = taken(computation);
    long tooLittle = (taken - 1) / GRANULARITY * GRANULARITY;
    try (State state = engine.newState()) {
      try (Memory filler = backend.allocate(DType.INT32, (free() - tooLittle) / Integer.BYTES)) {
        assertThat(free()).as("beside %s", filler.size()).isEqualTo(tooLittle);
        long allocations = EmulatedDevice.counter("allocations");
        assertThat(refused(computation, state))
            .hasMessageContaining(taken + " bytes, and " + tooLittle + " are free")
            .hasMessageContaining("scratch of ");
        assertThat(EmulatedDevice.counter("allocations")).isEqualTo(allocations);
      }
      try (Executable executable = engine.compile(computation, state)) {
        executable.run(each.values(1));
      }
    }
  }

  /** What a computation is said to take, by the refusal of a device with nothing left. */
  private long demand(Computation computation) {
    try (State state = engine.newState();
        Memory filler = backend.allocate(DType.INT32, free() / Integer.BYTES)) {
      assertThat(free()).isZero();
      assertThat(filler.size()).isPositive();
      long allocations = EmulatedDevice.counter("allocations");
      NotEnoughMemoryException refused = refused(computation, state);
      assertThat(EmulatedDevice.counter("allocations")).isEqualTo(allocations);
      if (refused == null) {
        return 0;
      }
      Matcher numbers = DEMAND.matcher(refused.getMessage());
      assertThat(numbers.find()).as(refused.getMessage()).isTrue();
      return Long.parseLong(numbers.group(1));
    }
  }

  /** The refusal; null if it loads, as what takes nothing does. */
  private NotEnoughMemoryException refused(Computation computation, State state) {
    return catchThrowableOfType(
        NotEnoughMemoryException.class, () -> engine.compile(computation, state).close());
  }

  /** What the device's memory in use grows by; it is free again afterwards. */
  private long taken(Computation computation) {
    long before = EmulatedDevice.counter("bytes");
    State state = engine.newState();
    Executable executable = engine.compile(computation, state);
    long taken = EmulatedDevice.counter("bytes") - before;
    executable.close();
    state.close();
    assertThat(EmulatedDevice.counter("bytes")).isEqualTo(before);
    return taken;
  }

  private long free() {
    return backend.freeBytes().orElseThrow();
  }
}
