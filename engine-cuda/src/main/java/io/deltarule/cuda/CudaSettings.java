package io.deltarule.cuda;

import io.deltarule.cuda.blas.Precision;
import io.deltarule.cuda.library.CacheFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The settings of the CUDA backend.
 *
 * @param device which device, from 0 on ({@value #DEVICE})
 * @param precision of matrix products ({@value #PRECISION}: fp32, tf32 or bf16)
 * @param graph whether a step is captured and replayed as one launch ({@value #GRAPH}: on or off)
 * @param sync whether each launch is waited for, so that a failing kernel is named ({@value #SYNC}:
 *     on or off)
 * @param cache where compiled kernels are kept ({@value #CACHE}: a folder)
 */
record CudaSettings(int device, Precision precision, boolean graph, boolean sync, Path cache) {
  static final String DEVICE = "cuda.device";
  static final String PRECISION = "cuda.precision";
  static final String GRAPH = "cuda.graph";
  static final String SYNC = "cuda.sync";
  static final String CACHE = "cuda.cache";

  private static final List<String> NAMES = List.of(DEVICE, PRECISION, GRAPH, SYNC, CACHE);

  /**
   * Reads settings; those of other backends are passed over.
   *
   * @throws IllegalArgumentException if a name starting with {@code cuda.} is not known, or a value
   *     can't be
   */
  static CudaSettings of(Map<String, String> settings) {
    for (String name : settings.keySet()) {
      if (name.startsWith("cuda.") && !NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "cuda: there is no setting '" + name + "'; there are " + NAMES);
      }
    }
    return new CudaSettings(
        ordinal(settings.getOrDefault(DEVICE, "0")),
        precision(settings.getOrDefault(PRECISION, "fp32")),
        isOn(settings, GRAPH, "on"),
        isOn(settings, SYNC, "off"),
        cache(settings.get(CACHE)));
  }

  private static int ordinal(String value) {
    if (!value.matches("\\d{1,3}")) {
      throw new IllegalArgumentException(
          "cuda: setting " + DEVICE + " must be a number from 0 on, got '" + value + "'");
    }
    return Integer.parseInt(value);
  }

  private static Precision precision(String value) {
    for (Precision precision : Precision.values()) {
      if (precision.setting().equals(value)) {
        return precision;
      }
    }
    throw new IllegalArgumentException(
        "cuda: setting " + PRECISION + " must be fp32, tf32 or bf16, got '" + value + "'");
  }

  private static boolean isOn(Map<String, String> settings, String name, String standard) {
    String value = settings.getOrDefault(name, standard);
    return switch (value) {
      case "on" -> true;
      case "off" -> false;
      default ->
          throw new IllegalArgumentException(
              "cuda: setting " + name + " must be on or off, got '" + value + "'");
    };
  }

  private static Path cache(String value) {
    if (value != null) {
      return Path.of(value);
    }
    String property = System.getProperty("deltarule.cuda.cache");
    return property != null ? Path.of(property) : CacheFolder.standard().resolve("kernels");
  }
}
