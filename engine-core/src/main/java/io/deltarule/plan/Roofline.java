package io.deltarule.plan;

import io.deltarule.op.MatMul;
import java.util.ArrayList;
import java.util.List;

/**
 * The least time that a device of published rates needs for each launch of a plan: the roofline of
 * Williams, Waterman and Patterson, "Roofline: an insightful visual performance model for multicore
 * architectures" (Communications of the ACM 52(4), 2009). It needs no device.
 *
 * <p>A launch takes at least as long as its compulsory bytes take at the bandwidth of the device
 * memory, and at least as long as its arithmetic takes at the peak rate; whichever is longer binds.
 * Bytes are counted at the types' own sizes, float32 and int32. Launching itself is not counted,
 * and every launch is taken to fetch its inputs from device memory and to leave its outputs there:
 * where a cache holds them from one launch to the next, the sum over launches can be undercut.
 *
 * @param device the rates
 * @param precision how matrix products are multiplied; everything else is FP32
 * @param launches one for every step of the plan, in order
 */
public record Roofline(DeviceModel device, MatrixPrecision precision, List<Launch> launches) {

  /** What bounds a launch from below. */
  public enum Bound {
    MEMORY,
    ARITHMETIC
  }

  /**
   * One launch.
   *
   * @param bytes what must be read from and written to device memory
   * @param flops floating-point operations; a multiply-add counts as two
   * @param memorySeconds the time that the bytes take at least
   * @param arithmeticSeconds the time that the operations take at least
   */
  public record Launch(
      Step step, long bytes, long flops, double memorySeconds, double arithmeticSeconds) {
    /** The time that the launch takes at least. */
    public double leastSeconds() {
      return Math.max(memorySeconds, arithmeticSeconds);
    }

    /** Which of the two binds. */
    public Bound bound() {
      return arithmeticSeconds > memorySeconds ? Bound.ARITHMETIC : Bound.MEMORY;
    }
  }

  public Roofline {
    launches = List.copyOf(launches);
  }

  /**
   * The roofline of a plan.
   *
   * @throws IllegalArgumentException if no rate is published for this precision
   */
  public static Roofline of(Plan plan, DeviceModel device, MatrixPrecision precision) {
    double matrixRate =
        device
            .rate(precision)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "device model "
                            + device.id()
                            + ": no "
                            + precision.label()
                            + " rate is published; there are "
                            + device.precisions()));
    List<Launch> launches = new ArrayList<>();
    for (Step step : plan.steps()) {
      long bytes = Traffic.bytes(step);
      launches.add(
          new Launch(
              step,
              bytes,
              step.flops(),
              bytes / device.bytesPerSecond(),
              arithmeticSeconds(step, device.fp32(), precision, matrixRate)));
    }
    return new Roofline(device, precision, launches);
  }

  /** Tensor cores work beside the ordinary ones: an epilogue may hide behind its product. */
  private static double arithmeticSeconds(
      Step step, double fp32, MatrixPrecision precision, double matrixRate) {
    if (precision == MatrixPrecision.FP32 || !(step.op() instanceof MatMul product)) {
      return step.flops() / fp32;
    }
    long products =
        new MatMul(product.transposeA(), product.transposeB())
            .flops(step.inputTypes(), step.outputTypes());
    return Math.max(products / matrixRate, (step.flops() - products) / fp32);
  }

  /** The compulsory bytes of all launches. */
  public long bytes() {
    return launches.stream().mapToLong(Launch::bytes).sum();
  }

  /** The floating-point operations of all launches. */
  public long flops() {
    return launches.stream().mapToLong(Launch::flops).sum();
  }

  /** The least times of all launches, one after the other. */
  public double leastSeconds() {
    return launches.stream().mapToDouble(Launch::leastSeconds).sum();
  }
}
