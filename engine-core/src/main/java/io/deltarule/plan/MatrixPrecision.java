package io.deltarule.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a device multiplies the elements of matrix products; it sums in float32 in any case. */
public enum MatrixPrecision {
  /** Float32 on the ordinary cores. */
  FP32,
  /** Float32 rounded to 10 bits of fraction, on tensor cores. */
  TF32,
  /** Float32 rounded to 7 bits of fraction, on tensor cores. */
  BF16;

  /** The name that an option takes. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The precision of a label. */
  public static Optional<MatrixPrecision> named(String label) {
    return Arrays.stream(values()).filter(value -> value.label().equals(label)).findFirst();
  }

  /** All labels, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(MatrixPrecision::label).collect(Collectors.joining(", "));
  }
}
