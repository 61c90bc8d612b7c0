package io.deltarule.cuda;

import io.deltarule.parity.OpCase;
import io.deltarule.parity.golden.GoldenScenario;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * A part of the parity suite with the threads and blocks of the emulated device in another order: a
 * kernel that lacks a barrier, or whose result hangs on which block comes first, is right in one
 * order at most. The system property {@value #PART} moves on to another part.
 */
@Tag("emulated-device")
@Tag("thread-order")
abstract class ThreadOrderParity extends CudaParityTest {
  /** The system property of the part, from 0 on. */
  static final String PART = "deltarule.cuda.part";

  private static final int PARTS = 8;

  private final String order;
  private final int part;

  /**
   * A part of the suite.
   *
   * @param part which, where the property says 0
   */
  ThreadOrderParity(String order, int part) {
    this.order = order;
    this.part = Math.floorMod(part + Integer.getInteger(PART, 0), PARTS);
  }

  @BeforeAll
  void setOrder() {
    EmulatedDevice.set("ORDER", order);
  }

  @AfterAll
  void resetOrder() {
    EmulatedDevice.set("ORDER", "forward");
  }

  @Override
  protected String configuration() {
    return order + " thread order, part " + part + " of " + PARTS;
  }

  private <T> List<T> part(List<T> all) {
    return IntStream.range(0, all.size())
        .filter(i -> i % PARTS == part)
        .mapToObj(all::get)
        .toList();
  }

  @Override
  protected List<OpCase> cases() {
    return part(super.cases());
  }

  @Override
  protected LongStream seeds() {
    return super.seeds().filter(seed -> seed % PARTS == part);
  }

  @Override
  protected List<GoldenScenario> scenarios() {
    return part(super.scenarios());
  }
}
