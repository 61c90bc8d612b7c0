package io.deltarule.benchmarks;

import io.deltarule.benchmarks.cases.BenchmarkCase;
import io.deltarule.benchmarks.cases.Products;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of a matrix product [M, K] x [K, N] = [M, N], written {@code MxNxK}, and {@code
 * MxNxK:nt} where an operand is stored transposed: two letters, left and right, {@code n} or {@code
 * t}.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k the length of each sum
 * @param transposeLeft true if the left operand is stored [K, M]
 * @param transposeRight true if the right operand is stored [N, K]
 */
record ProductShape(int m, int n, int k, boolean transposeLeft, boolean transposeRight) {
  private static final Pattern FORMAT =
      Pattern.compile("([1-9]\\d{0,5})x([1-9]\\d{0,5})x([1-9]\\d{0,5})(?::([nt])([nt]))?");

  /**
   * Reads a shape.
   *
   * @throws IllegalArgumentException if the text is no {@code MxNxK} or {@code MxNxK:nt}
   */
  static ProductShape parse(String text) {
    Matcher match = FORMAT.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "product shape '"
              + text
              + "' must be MxNxK or MxNxK:nt with n or t for each operand, such as 128x256x784:nt");
    }
    return new ProductShape(
        Integer.parseInt(match.group(1)),
        Integer.parseInt(match.group(2)),
        Integer.parseInt(match.group(3)),
        "t".equals(match.group(4)),
        "t".equals(match.group(5)));
  }

  /** The product as a case. */
  BenchmarkCase product() {
    return Products.of(m, n, k, transposeLeft, transposeRight);
  }
}
