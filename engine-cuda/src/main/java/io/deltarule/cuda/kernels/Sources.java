package io.deltarule.cuda.kernels;

import io.deltarule.cuda.nvrtc.KernelSource;
import java.util.List;

/** The files of module {@code kernels}, each with the kernels it declares. */
public final class Sources {
  /** Sums, extremes, the place of the maximum. */
  static final KernelSource REDUCE =
      file(
          "reduce.cu",
          "reduce_rows_sum",
          "reduce_rows_sum_of_squares",
          "reduce_rows_max",
          "reduce_rows_min",
          "arg_max_rows",
          "reduce_columns_sum",
          "reduce_columns_sum_of_squares",
          "reduce_columns_max",
          "reduce_columns_min",
          "arg_max_columns");

  /** Softmax, its logarithm, cross-entropy. */
  static final KernelSource SOFTMAX =
      file(
          "softmax.cu",
          "softmax_rows_1",
          "softmax_rows_4",
          "softmax_rows_8",
          "softmax_rows_16",
          "softmax_rows_32",
          "softmax_columns",
          "log_softmax_rows_1",
          "log_softmax_rows_4",
          "log_softmax_rows_8",
          "log_softmax_rows_16",
          "log_softmax_rows_32",
          "log_softmax_columns",
          "cross_entropy_rows_1",
          "cross_entropy_rows_4",
          "cross_entropy_rows_8",
          "cross_entropy_rows_16",
          "cross_entropy_rows_32",
          "cross_entropy_columns");

  /** Transposition through shared memory. */
  static final KernelSource TRANSPOSE = file("transpose.cu", "transpose_tiles");

  /** Rows by index, and their sums. */
  static final KernelSource GATHER = file("gather.cu", "gather_rows", "gather_sum");

  /** The adjoint of the gather. */
  static final KernelSource SCATTER =
      file("scatter.cu", "sort_count", "sort_scan", "sort_place", "scatter_sum");

  /** Convolution and its gradients. */
  static final KernelSource CONVOLUTION =
      file(
          "convolution.cu",
          "convolution_forward",
          "convolution_input_gradient",
          "convolution_weight_gradient",
          "convolution_add");

  /** Pooling and its gradients. */
  static final KernelSource POOL =
      file(
          "pool.cu",
          "max_pool",
          "max_pool_gradient",
          "max_pool_select",
          "average_pool",
          "average_pool_gradient");

  /** Philox. */
  static final KernelSource RANDOM = file("random.cu", "random_uniform", "random_normal");

  /** Statistics of channels, and rows normalised by their own. */
  static final KernelSource NORMALIZATION =
      file(
          "normalization.cu",
          "channel_moments",
          "join_moments",
          "channel_centered_sums",
          "join_sums",
          "normalize_rows",
          "normalize_rows_dx",
          "normalize_rows_sums");

  /** Attention and its gradients. */
  static final KernelSource ATTENTION =
      file("attention.cu", "attention", "attention_queries", "attention_keys");

  private Sources() {}

  /** All of them. */
  public static List<KernelSource> all() {
    return List.of(
        REDUCE,
        SOFTMAX,
        TRANSPOSE,
        GATHER,
        SCATTER,
        CONVOLUTION,
        POOL,
        NORMALIZATION,
        ATTENTION,
        RANDOM);
  }

  private static KernelSource file(String name, String... kernels) {
    return KernelSource.resource("kernels/" + name, Kernels.options(), List.of(kernels));
  }
}
