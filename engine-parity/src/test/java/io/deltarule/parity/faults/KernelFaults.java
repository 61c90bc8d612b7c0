package io.deltarule.parity.faults;

import java.util.List;
import java.util.stream.Stream;

/** All faults of kernels. */
final class KernelFaults {
  private KernelFaults() {}

  static List<KernelFault> all() {
    return Stream.of(OutputFaults.all(), InputFaults.all(), OperationFaults.all())
        .flatMap(List::stream)
        .toList();
  }
}
