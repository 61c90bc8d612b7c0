// The softmax family along one axis, by the maximum-shifted forms. With m = max_l x_l and
// s = sum_l exp(x_l - m):
//
//   softmax        y_l = exp(x_l - m) / s
//   log_softmax    y_l = (x_l - m) - log s
//   cross_entropy  loss = (m - x_label) + log s,  lse = m + log s;  loss = 0 for a label outside
//                  [0, L). Its gradient, (exp(x - lse) - [l = label]) dloss, is a pointwise kernel.
//
// Shapes     x, y [A, L, C] row-major, the axis is L. Cross-entropy: x [A, L]; labels, loss and lse
//            [A].
// Extremes   a row whose maximum is infinite gives NaN throughout, and so does a row with a NaN.
//            Elements of -infinity beside finite ones count as probability 0.
//
// *_rows<ITEMS>  C = 1 and L <= 32 ITEMS: a warp a row, the row in registers, read once. Block 256
//                (8 rows), grid ceil(A / 8). No shared memory.
// *_columns      any C and L: m and s in one pass, renewed where a larger element turns up; then
//                the writing pass. Block (W, H) as in reduce.cu, W columns and every H-th element;
//                C = 1 is one block a row. Grid: A * ceil(C / W). Shared memory: 256 pairs, 2 KiB.
// Alignment  that of the element type. All sizes and indices fit in 31 bits.
// Source     M. Milakov, N. Gimelshein, "Online normalizer calculation for softmax",
//            arXiv:1805.02867 (2018).

namespace {

constexpr int kBlock = 256;
constexpr int kWarp = 32;
constexpr unsigned kAllLanes = 0xffffffffu;

__device__ __forceinline__ float infinity() { return __int_as_float(0x7f800000); }

__device__ __forceinline__ float not_a_number() { return __int_as_float(0x7fffffff); }

// NaN if either is NaN.
__device__ __forceinline__ float maximum(float a, float b) {
  return a > b ? a : (a <= b ? b : a + b);
}

// The maximum of some elements, and the sum of their exponentials shifted by it.
struct Moments {
  float max;
  float sum;
};

__device__ __forceinline__ Moments no_elements() { return {-infinity(), 0.0f}; }

// sum * exp(from - to), where from <= to. Equal ones are told apart because infinities subtracted
// are NaN.
__device__ __forceinline__ float shifted(float sum, float from, float to) {
  return from == to ? sum : sum * expf(from - to);
}

__device__ __forceinline__ Moments combine(Moments a, Moments b) {
  const float max = maximum(a.max, b.max);
  return {max, shifted(a.sum, a.max, max) + shifted(b.sum, b.max, max)};
}

__device__ __forceinline__ Moments include(Moments m, float x) { return combine(m, {x, 1.0f}); }

// The limit of a row that reaches infinity depends on how it is approached.
__device__ __forceinline__ Moments checked(Moments m) {
  return {m.max, fabsf(m.max) == infinity() ? not_a_number() : m.sum};
}

struct Softmax {
  static __device__ __forceinline__ float scale(float sum) { return sum; }
  static __device__ __forceinline__ float value(float x, float max, float scale) {
    return expf(x - max) / scale;
  }
};

struct LogSoftmax {
  static __device__ __forceinline__ float scale(float sum) { return logf(sum); }
  static __device__ __forceinline__ float value(float x, float max, float scale) {
    return (x - max) - scale;
  }
};

// The row of this warp in registers: element i of lane t is number 32 i + t.
template <int ITEMS>
struct Row {
  float x[ITEMS];
  Moments moments;

  __device__ __forceinline__ Row(const float* start, int length, int lane) {
    float max = -infinity();
#pragma unroll
    for (int i = 0; i < ITEMS; ++i) {
      const int at = i * kWarp + lane;
      x[i] = at < length ? start[at] : -infinity();
      max = maximum(max, x[i]);
    }
    for (int distance = kWarp / 2; distance > 0; distance /= 2) {
      max = maximum(max, __shfl_xor_sync(kAllLanes, max, distance));
    }
    float sum = 0.0f;
#pragma unroll
    for (int i = 0; i < ITEMS; ++i) {
      sum += i * kWarp + lane < length ? expf(x[i] - max) : 0.0f;
    }
    for (int distance = kWarp / 2; distance > 0; distance /= 2) {
      sum += __shfl_xor_sync(kAllLanes, sum, distance);
    }
    moments = checked({max, sum});
  }
};

template <class Op, int ITEMS>
__device__ __forceinline__ void rows(float* y, const float* x, int count, int length) {
  const unsigned row = blockIdx.x * (kBlock / kWarp) + threadIdx.x / kWarp;
  const int lane = threadIdx.x % kWarp;
  if (row >= count) return;  // whole warps leave
  const long long start = static_cast<long long>(row) * length;
  const Row<ITEMS> loaded(x + start, length, lane);
  const float scale = Op::scale(loaded.moments.sum);
#pragma unroll
  for (int i = 0; i < ITEMS; ++i) {
    const int at = i * kWarp + lane;
    if (at < length) {
      y[start + at] = Op::value(loaded.x[i], loaded.moments.max, scale);
    }
  }
}

// The moments of column `column` of part a, the same for all H threads that share it.
__device__ __forceinline__ Moments column_moments(const float* start, int length, int columns,
                                                  bool inside) {
  __shared__ Moments partial[kBlock];
  Moments moments = no_elements();
  if (inside) {
    int l = threadIdx.y;
    const int step = blockDim.y;
    // Four at a time: one renewal of the sum instead of four.
    for (; l + 3 * step < length; l += 4 * step) {
      float x[4];
      float max = moments.max;
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        x[i] = start[static_cast<long long>(l + i * step) * columns];
        max = maximum(max, x[i]);
      }
      float sum = shifted(moments.sum, moments.max, max);
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        sum += shifted(1.0f, x[i], max);
      }
      moments = {max, sum};
    }
    for (; l < length; l += step) {
      moments = include(moments, start[static_cast<long long>(l) * columns]);
    }
  }
  const int width = blockDim.x;
  const int place = threadIdx.y * width + threadIdx.x;
  partial[place] = moments;
  __syncthreads();
  for (int half = blockDim.y / 2; half > 0; half /= 2) {
    if (threadIdx.y < half) {
      partial[place] = combine(partial[place], partial[place + half * width]);
    }
    __syncthreads();
  }
  return checked(partial[threadIdx.x]);
}

template <class Op>
__device__ __forceinline__ void columns_of(float* y, const float* x, int length, int columns) {
  const unsigned tiles = (static_cast<unsigned>(columns) + blockDim.x - 1) / blockDim.x;
  const unsigned column = blockIdx.x % tiles * blockDim.x + threadIdx.x;
  const long long start = static_cast<long long>(blockIdx.x / tiles) * length * columns + column;
  const bool inside = column < columns;
  const Moments moments = column_moments(x + start, length, columns, inside);
  const float scale = Op::scale(moments.sum);
  if (inside) {
    for (int l = threadIdx.y; l < length; l += blockDim.y) {
      const long long at = start + static_cast<long long>(l) * columns;
      y[at] = Op::value(x[at], moments.max, scale);
    }
  }
}

__device__ __forceinline__ void store_cross_entropy(float* loss, float* lse, const float* start,
                                                    int label, int length, Moments moments,
                                                    unsigned row) {
  const float log_sum = logf(moments.sum);
  lse[row] = moments.max + log_sum;
  // Not lse - logit: the maximum may be so large that adding the logarithm to it loses it.
  loss[row] = 0 <= label && label < length ? (moments.max - start[label]) + log_sum : 0.0f;
}

template <int ITEMS>
__device__ __forceinline__ void cross_entropy(float* loss, float* lse, const float* x,
                                              const int* labels, int count, int length) {
  const unsigned row = blockIdx.x * (kBlock / kWarp) + threadIdx.x / kWarp;
  const int lane = threadIdx.x % kWarp;
  if (row >= count) return;  // whole warps leave
  const float* start = x + static_cast<long long>(row) * length;
  const Row<ITEMS> loaded(start, length, lane);
  if (lane == 0) {
    store_cross_entropy(loss, lse, start, labels[row], length, loaded.moments, row);
  }
}

}  // namespace

// The kernels for rows of up to 32 ITEMS elements.
#define ROW_KERNELS(ITEMS)                                                                         \
  extern "C" __global__ void __launch_bounds__(kBlock)                                             \
      softmax_rows_##ITEMS(float* y, const float* x, int count, int length) {                      \
    rows<Softmax, ITEMS>(y, x, count, length);                                                     \
  }                                                                                                \
  extern "C" __global__ void __launch_bounds__(kBlock)                                             \
      log_softmax_rows_##ITEMS(float* y, const float* x, int count, int length) {                  \
    rows<LogSoftmax, ITEMS>(y, x, count, length);                                                  \
  }                                                                                                \
  extern "C" __global__ void __launch_bounds__(kBlock)                                             \
      cross_entropy_rows_##ITEMS(float* loss, float* lse, const float* x, const int* labels,       \
                                 int count, int length) {                                          \
    cross_entropy<ITEMS>(loss, lse, x, labels, count, length);                                     \
  }

ROW_KERNELS(1)
ROW_KERNELS(4)
ROW_KERNELS(8)
ROW_KERNELS(16)
ROW_KERNELS(32)

extern "C" __global__ void __launch_bounds__(kBlock)
    softmax_columns(float* y, const float* x, int length, int columns) {
  columns_of<Softmax>(y, x, length, columns);
}

extern "C" __global__ void __launch_bounds__(kBlock)
    log_softmax_columns(float* y, const float* x, int length, int columns) {
  columns_of<LogSoftmax>(y, x, length, columns);
}

// One block (1, 256) a row.
extern "C" __global__ void __launch_bounds__(kBlock)
    cross_entropy_columns(float* loss, float* lse, const float* x, const int* labels, int length) {
  const unsigned row = blockIdx.x;
  const float* start = x + static_cast<long long>(row) * length;
  const Moments moments = column_moments(start, length, 1, true);
  if (threadIdx.y == 0) {
    store_cross_entropy(loss, lse, start, labels[row], length, moments, row);
  }
}
