package io.deltarule.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Prints the roofline of a compiled plan: the device and where its rates are from, a line for every
 * launch, and then, for each operation and in total, what fusion leaves beside what there was.
 */
public final class RooflinePrinter {
  private static final List<String> LAUNCH_HEADER =
      List.of("step", "op", "scope", "shapes", "FLOPs", "bytes", "least ns", "bound by");
  private static final List<Boolean> LAUNCH_RIGHT =
      List.of(true, false, false, false, true, true, true, false);
  private static final List<String> TOTAL_HEADER =
      List.of(
          "op",
          "launches",
          "(unfused)",
          "FLOPs",
          "(unfused)",
          "bytes",
          "(unfused)",
          "least ns",
          "(unfused)");
  private static final List<Boolean> TOTAL_RIGHT =
      List.of(false, true, true, true, true, true, true, true, true);

  private RooflinePrinter() {}

  /**
   * The text; every line ends with '\n'.
   *
   * @param fused of the compiled plan
   * @param unfused of the plan of the same computation without the compiler's passes
   */
  public static String print(Roofline fused, Roofline unfused) {
    return device(fused) + "\n" + launches(fused) + "\n" + totals(fused, unfused) + "\n" + notes();
  }

  private static String device(Roofline roofline) {
    DeviceModel device = roofline.device();
    double matrixRate = device.flopsPerSecond().get(roofline.precision());
    return "device model     "
        + device.id()
        + ": "
        + device.name()
        + "\n"
        + "memory           "
        + plain(device.memoryBytes() / 1e9)
        + " GB at "
        + plain(device.bytesPerSecond() / 1e9)
        + " GB/s\n"
        + "arithmetic       "
        + plain(device.fp32() / 1e12)
        + " TFLOP/s\n"
        + "matrix products  "
        + plain(matrixRate / 1e12)
        + " TFLOP/s ("
        + roofline.precision().label()
        + ")\n"
        + "source           "
        + device.source()
        + "\n";
  }

  private static String launches(Roofline roofline) {
    TextTable table = new TextTable(LAUNCH_HEADER, LAUNCH_RIGHT);
    for (int index = 0; index < roofline.launches().size(); index++) {
      Roofline.Launch launch = roofline.launches().get(index);
      table.add(
          List.of(
              Integer.toString(index),
              launch.step().op().name(),
              launch.step().scope(),
              PlanPrinter.shapes(launch.step()),
              number(launch.flops()),
              number(launch.bytes()),
              nanoseconds(launch.leastSeconds()),
              launch.bound().name().toLowerCase(Locale.ROOT)));
    }
    return table.toString();
  }

  private static String totals(Roofline fused, Roofline unfused) {
    Set<String> operations = new LinkedHashSet<>();
    List.of(fused, unfused)
        .forEach(part -> part.launches().forEach(l -> operations.add(l.step().op().name())));
    TextTable table = new TextTable(TOTAL_HEADER, TOTAL_RIGHT);
    for (String operation : operations) {
      table.add(totalRow(operation, only(fused, operation), only(unfused, operation)));
    }
    table.add(totalRow("total", fused, unfused));
    return table.toString();
  }

  private static Roofline only(Roofline roofline, String operation) {
    return new Roofline(
        roofline.device(),
        roofline.precision(),
        roofline.launches().stream()
            .filter(launch -> launch.step().op().name().equals(operation))
            .toList());
  }

  private static List<String> totalRow(String name, Roofline fused, Roofline unfused) {
    List<String> row = new ArrayList<>(List.of(name));
    row.add(number(fused.launches().size()));
    row.add(number(unfused.launches().size()));
    row.add(number(fused.flops()));
    row.add(number(unfused.flops()));
    row.add(number(fused.bytes()));
    row.add(number(unfused.bytes()));
    row.add(nanoseconds(fused.leastSeconds()));
    row.add(nanoseconds(unfused.leastSeconds()));
    return row;
  }

  private static String notes() {
    return """
        bytes: every input read once and every output written once, at 4 bytes an element
        least ns: the bytes at the memory's bandwidth or the FLOPs at the peak rate, if that is longer;
          launch overhead is not in it, and what a cache keeps between launches is counted again
        (unfused): the same step without the compiler's passes
        """;
  }

  /** Three digits that count, or all before the point. */
  private static String nanoseconds(double seconds) {
    double value = seconds * 1e9;
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** A rate without needless zeros: 3,350 or 82.6. */
  private static String plain(double value) {
    boolean whole = Math.abs(value - Math.rint(value)) < 1e-6;
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%,.1f", value);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
