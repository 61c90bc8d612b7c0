package io.deltarule.parity.faults;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.graph.TensorType;
import io.deltarule.parity.faults.KernelFault.Applies;
import io.deltarule.parity.faults.KernelFault.Site;
import io.deltarule.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Faults of what a kernel writes, whatever it computes. */
final class OutputFaults {
  /** Makes the elements of the first output wrong after they were computed. */
  private interface Spoiler {
    void spoil(double[] elements);
  }

  private static final Applies ANY = (op, in, out) -> count(out) > 0;
  private static final Applies FLOAT = (op, in, out) -> count(out) > 0 && isFloat(out);

  private static final Applies TAIL = (op, in, out) -> count(out) % 16 == 1;

  /** Where special values can come in. */
  private static final Applies FLOAT_OF_FLOAT =
      (op, in, out) -> FLOAT.to(op, in, out) && isFloat(in);

  private OutputFaults() {}

  static List<KernelFault> all() {
    return List.of(
        after("sign", ANY, y -> map(y, v -> -v)),
        after("one element in the middle is NaN", FLOAT, y -> y[y.length / 2] = Double.NaN),
        after("NaN becomes 0", FLOAT_OF_FLOAT, y -> map(y, v -> Double.isNaN(v) ? 0 : v))
            .where(Double::isNaN),
        after(
                "infinity becomes the largest number",
                FLOAT_OF_FLOAT,
                y -> map(y, OutputFaults::finite))
            .where(Double::isInfinite),
        after("numbers below 1e-29 become 0", FLOAT_OF_FLOAT, y -> map(y, v -> tiny(v) ? 0 : v))
            .where(v -> v != 0 && tiny(v)),
        after("last element is its neighbour", atLeast(2), y -> y[y.length - 1] = y[y.length - 2]),
        after("last element is 0 if there are 16 n + 1", TAIL, OutputFaults::tail),
        after("element 256 is 0", atLeast(257), y -> y[256] = 0),
        after("first two elements exchanged", atLeast(2), OutputFaults::exchangeFirst),
        after("rounded to bfloat16", FLOAT, y -> map(y, v -> rounded(v, 8))),
        after("rounded to half precision", FLOAT, y -> map(y, v -> rounded(v, 11))),
        KernelFault.strict("last element left unwritten", ANY, OutputFaults::unwritten),
        KernelFault.strict("one element past the end", ANY, site -> stray(site, true)),
        KernelFault.strict("one element before the start", ANY, site -> stray(site, false)),
        new KernelFault("adds to what was there", FLOAT, OutputFaults::accumulating),
        new KernelFault("reads past the end", FLOAT, OutputFaults::overread),
        new KernelFault("computes on its first run only", ANY, OutputFaults::stale),
        new KernelFault("other bits on every second run", FLOAT, OutputFaults::bySecondRun),
        new KernelFault("other bits with 3 threads", FLOAT, OutputFaults::byThreads));
  }

  private static long count(List<TensorType> types) {
    return types.get(0).shape().elementCount();
  }

  static boolean isFloat(List<TensorType> types) {
    return types.get(0).dtype() != DType.INT32;
  }

  private static Applies atLeast(int elements) {
    return (op, in, out) -> count(out) >= elements;
  }

  private static void map(double[] y, DoubleUnaryOperator change) {
    Arrays.setAll(y, i -> change.applyAsDouble(y[i]));
  }

  private static double finite(double v) {
    return Double.isInfinite(v) ? Math.copySign(Float.MAX_VALUE, v) : v;
  }

  private static boolean tiny(double v) {
    return Math.abs(v) < 1e-29;
  }

  private static void tail(double[] y) {
    y[y.length - 1] = 0;
  }

  private static void exchangeFirst(double[] y) {
    double first = y[0];
    y[0] = y[1];
    y[1] = first;
  }

  /** To a number of bits of the significand, by adding and subtracting a multiple (Dekker 1971). */
  static double rounded(double v, int bits) {
    double split = v * ((1L << (53 - bits)) + 1);
    return Double.isFinite(split) ? split - (split - v) : v;
  }

  private static KernelFault after(String name, Applies applies, Spoiler spoiler) {
    return new KernelFault(
        name,
        applies,
        site -> {
          Kernel right = site.right();
          Operand output = site.operands().output();
          return () -> {
            right.run();
            double[] y = Contents.read(output);
            spoiler.spoil(y);
            Contents.write(output, y);
          };
        });
  }

  private static Kernel unwritten(Site site) {
    Kernel right = site.right();
    Operand output = site.operands().output();
    int last = Math.toIntExact(output.elementCount()) - 1;
    return () -> {
      double[] before = Contents.read(output, last, 1);
      right.run();
      Contents.write(output, last, before);
      site.effect().run();
    };
  }

  private static Kernel stray(Site site, boolean after) {
    Kernel right = site.right();
    Operand output = site.operands().output();
    int at = after ? Math.toIntExact(output.elementCount()) : -1;
    return () -> {
      right.run();
      if (Contents.exists(output, at)) {
        Contents.write(output, at, 7);
        site.effect().run();
      }
    };
  }

  private static Kernel accumulating(Site site) {
    Kernel right = site.right();
    Operand output = site.operands().output();
    return () -> {
      double[] before = Contents.read(output);
      right.run();
      double[] y = Contents.read(output);
      double[] sum = new double[y.length];
      Arrays.setAll(sum, i -> before[i] + y[i]);
      Contents.write(output, sum);
    };
  }

  private static Kernel overread(Site site) {
    Kernel right = site.right();
    Operand output = site.operands().output();
    int end = Math.toIntExact(output.elementCount());
    return () -> {
      right.run();
      if (Contents.exists(output, end)) {
        double past = Contents.read(output, end, 1)[0];
        double y = Contents.read(output, 0, 1)[0];
        Contents.write(output, 0, y + past);
      }
    };
  }

  private static Kernel stale(Site site) {
    Kernel right = site.right();
    Operand output = site.operands().output();
    double[][] first = new double[1][];
    return () -> {
      right.run();
      double[] y = Contents.read(output);
      if (first[0] == null) {
        first[0] = y;
      }
      Contents.write(output, first[0]);
    };
  }

  private static Kernel byThreads(Site site) {
    Kernel right = site.right();
    Operand output = site.operands().output();
    return () -> {
      right.run();
      if (site.threads() == 3) {
        changeABit(output);
      }
    };
  }

  private static Kernel bySecondRun(Site site) {
    Kernel right = site.right();
    Operand output = site.operands().output();
    int[] runs = new int[1];
    return () -> {
      right.run();
      if (runs[0]++ % 2 == 1) {
        changeABit(output);
      }
    };
  }

  /** In the first element that is not 0. */
  private static void changeABit(Operand output) {
    double[] y = Contents.read(output);
    int i = 0;
    while (i < y.length - 1 && y[i] == 0) {
      i++;
    }
    if (y.length > 0) {
      Contents.write(output, i, y[i] * (1 + 0x1p-23));
    }
  }
}
