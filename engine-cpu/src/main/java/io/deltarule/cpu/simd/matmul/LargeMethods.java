package io.deltarule.cpu.simd.matmul;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** What the JIT makes of methods with some hundred vector operations. */
final class LargeMethods {
  /** The first release that was seen to keep them there without being asked to. */
  static final int FIRST_FEATURE = 25;

  /** Has HotSpot bring what it knows of types up to date after each call that it inlines. */
  private static final String FLAG = "IncrementalInlineForceCleanup";

  private LargeMethods() {}

  /**
   * Whether their vectors stay in registers. Java 17 otherwise leaves an operation as a call now
   * and then, whose vectors are objects: the more operations a method has, the more often.
   */
  static boolean stayInRegisters() {
    if (Runtime.version().feature() >= FIRST_FEATURE) {
      return true;
    }
    try {
      HotSpotDiagnosticMXBean hotSpot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return hotSpot != null && Boolean.parseBoolean(hotSpot.getVMOption(FLAG).getValue());
    } catch (IllegalArgumentException e) {
      return false; // a Java that has no such option, or is not HotSpot
    }
  }
}
