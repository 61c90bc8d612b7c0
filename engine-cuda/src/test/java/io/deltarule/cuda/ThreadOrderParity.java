package io.deltarule.cuda;

import io.deltarule.parity.SuitePart;
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

  private static final int PARTS = 16;

  private final String order;
  private final int part;

  /**
   * A part of the suite.
   *
   * @param part which, where the property says 0
   */
  ThreadOrderParity(String order, int part) {
    this.order = order;
    this.part = part;
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
    return order + " thread order";
  }

  @Override
  protected SuitePart part() {
    return new SuitePart(Math.floorMod(part + Integer.getInteger(PART, 0), PARTS), PARTS);
  }
}
