package io.deltarule.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What the vendor publishes about a device: the two rates of a roofline.
 *
 * <p>Rates are peaks, a multiply-add counting as two, without structured sparsity. Where a document
 * prints a tensor-core rate with sparsity only, the dense rate is half of it.
 *
 * @param id the short name, such as {@code h100}
 * @param name the product and its form factor
 * @param memoryBytes the size of the device memory
 * @param bytesPerSecond the bandwidth of the device memory
 * @param flopsPerSecond the arithmetic rates; FP32 always, the others where published
 * @param source the vendor's documents that the numbers are from
 */
public record DeviceModel(
    String id,
    String name,
    long memoryBytes,
    double bytesPerSecond,
    Map<MatrixPrecision, Double> flopsPerSecond,
    String source) {
  private static final double TERA = 1e12;
  private static final long GIGA = 1_000_000_000L;

  private static final List<DeviceModel> ALL =
      List.of(
          new DeviceModel(
              "h100",
              "NVIDIA H100 SXM",
              80 * GIGA,
              3350 * GIGA,
              rates(67, 494.7, 989.4),
              "NVIDIA H100 Tensor Core GPU datasheet, technical specifications, H100 SXM;"
                  + " dense tensor rates: NVIDIA H100 Tensor Core GPU Architecture whitepaper,"
                  + " H100 SXM5"),
          new DeviceModel(
              "a100",
              "NVIDIA A100 SXM",
              80 * GIGA,
              2039 * GIGA,
              rates(19.5, 156, 312),
              "NVIDIA A100 Tensor Core GPU datasheet, specifications, A100 80GB SXM"),
          new DeviceModel(
              "rtx4090",
              "NVIDIA GeForce RTX 4090",
              24 * GIGA,
              1008 * GIGA,
              rates(82.6, 82.6, 165.2),
              "NVIDIA Ada GPU Architecture whitepaper, GeForce RTX 4090 specifications"),
          new DeviceModel(
              "t4",
              "NVIDIA T4",
              16 * GIGA,
              320 * GIGA,
              Map.of(MatrixPrecision.FP32, 8.1 * TERA),
              "NVIDIA T4 Tensor Core GPU datasheet, specifications (memory: \"320+ GB/s\")"));

  public DeviceModel {
    flopsPerSecond = Map.copyOf(flopsPerSecond);
    if (!flopsPerSecond.containsKey(MatrixPrecision.FP32)) {
      throw new IllegalArgumentException(
          "device model " + id + ": state the FP32 rate; got rates of " + flopsPerSecond.keySet());
    }
    if (!(bytesPerSecond > 0) || !flopsPerSecond.values().stream().allMatch(rate -> rate > 0)) {
      throw new IllegalArgumentException(
          "device model "
              + id
              + ": rates must be above 0, got "
              + bytesPerSecond
              + " bytes/s and "
              + flopsPerSecond);
    }
  }

  private static Map<MatrixPrecision, Double> rates(double fp32, double tf32, double bf16) {
    return Map.of(
        MatrixPrecision.FP32, fp32 * TERA,
        MatrixPrecision.TF32, tf32 * TERA,
        MatrixPrecision.BF16, bf16 * TERA);
  }

  /** The models that are known. */
  public static List<DeviceModel> all() {
    return ALL;
  }

  /** The known model of an id. */
  public static Optional<DeviceModel> named(String id) {
    return ALL.stream().filter(model -> model.id.equals(id)).findFirst();
  }

  /** The ids of the known models, for messages. */
  public static String names() {
    return ALL.stream().map(DeviceModel::id).collect(Collectors.joining(", "));
  }

  /** FLOP/s outside of matrix products. */
  public double fp32() {
    return flopsPerSecond.get(MatrixPrecision.FP32);
  }

  /** FLOP/s of matrix products in a precision, if one is published. */
  public OptionalDouble rate(MatrixPrecision precision) {
    Double rate = flopsPerSecond.get(precision);
    return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }

  /** The precisions that a rate is published for, for messages. */
  public String precisions() {
    return flopsPerSecond.keySet().stream()
        .sorted()
        .map(MatrixPrecision::label)
        .collect(Collectors.joining(", "));
  }
}
