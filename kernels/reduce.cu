// Sums, sums of squares, extremes and the place of the maximum along one axis.
//
//   y[a, c] = reduce over l of x[a, l, c] / divisor        divisor: 1, or the count for a mean
//
// Shapes     x [A, L, C], y [A, C], row-major. C = 1 are rows, C > 1 are columns. A reduction over
//            several axes is several launches, the longest axis first.
// NaN        propagates through sums and extremes; +0 is larger than -0. arg_max takes the first
//            NaN, or else the first maximum.
// Order      the order of combination depends on the shape alone: the same bits every time.
//
// reduce_rows_*     C = 1, short rows. `lanes` threads a row, a power of two up to 32; block
//                   (256, 1), grid ceil(A lanes / 256). No shared memory.
// reduce_columns_*  any C. Block (W, H), W a power of two up to 32 that covers C if it can, wider
//                   where the columns are short, H = 256 / W: thread (x, y) takes every H-th
//                   element of column x, then the H partial results meet in shared memory. With
//                   C = 1 this is one block a row. Grid: A * chunks * ceil(C / W), tiles of columns
//                   fastest. Each chunk of `chunk_length` elements of the axis gives one partial
//                   result y[a, chunk, c]; a second launch reduces those. Shared memory: 256 values
//                   (1 KiB; 2 KiB for arg_max, which takes no chunks).
// Alignment  that of the element type. All sizes and indices fit in 31 bits.
// Source     M. Harris, "Optimizing parallel reduction in CUDA" (NVIDIA, 2007), with shuffles.

namespace {

constexpr int kBlock = 256;
constexpr unsigned kAllLanes = 0xffffffffu;

// Equal values differ in the sign bit of zeros alone, and the sum of anything and NaN is NaN.
__device__ __forceinline__ float maximum(float a, float b) {
  if (a > b) return a;
  if (a < b) return b;
  return a == b ? __int_as_float(__float_as_int(a) & __float_as_int(b)) : a + b;
}

__device__ __forceinline__ float minimum(float a, float b) {
  if (a < b) return a;
  if (a > b) return b;
  return a == b ? __int_as_float(__float_as_int(a) | __float_as_int(b)) : a + b;
}

struct Sum {
  using Value = float;
  using Result = float;
  static __device__ __forceinline__ Value identity() { return 0.0f; }
  static __device__ __forceinline__ Value load(float x, int) { return x; }
  static __device__ __forceinline__ Value combine(Value a, Value b) { return a + b; }
  static __device__ __forceinline__ Result result(Value v, float divisor) { return v / divisor; }
};

// The first launch of a sum of squares; what it leaves is reduced as a sum.
struct SumOfSquares : Sum {
  static __device__ __forceinline__ Value load(float x, int) { return x * x; }
};

struct Max {
  using Value = float;
  using Result = float;
  static __device__ __forceinline__ Value identity() { return __int_as_float(0xff800000); }
  static __device__ __forceinline__ Value load(float x, int) { return x; }
  static __device__ __forceinline__ Value combine(Value a, Value b) { return maximum(a, b); }
  static __device__ __forceinline__ Result result(Value v, float) { return v; }
};

struct Min {
  using Value = float;
  using Result = float;
  static __device__ __forceinline__ Value identity() { return __int_as_float(0x7f800000); }
  static __device__ __forceinline__ Value load(float x, int) { return x; }
  static __device__ __forceinline__ Value combine(Value a, Value b) { return minimum(a, b); }
  static __device__ __forceinline__ Result result(Value v, float) { return v; }
};

struct ArgMax {
  struct Value {
    float x;
    int index;
  };
  using Result = int;
  static __device__ __forceinline__ Value identity() {
    return {__int_as_float(0xff800000), 0x7fffffff};
  }
  static __device__ __forceinline__ Value load(float x, int index) { return {x, index}; }
  static __device__ __forceinline__ Value combine(Value a, Value b) {
    const bool a_is_nan = a.x != a.x;
    const bool b_is_nan = b.x != b.x;
    const bool tie = (a_is_nan && b_is_nan) || a.x == b.x;
    const bool b_wins = tie ? b.index < a.index : (b_is_nan || (!a_is_nan && b.x > a.x));
    return b_wins ? b : a;
  }
  static __device__ __forceinline__ Result result(Value v, float) { return v.index; }
};

__device__ __forceinline__ float shuffle(float v, int distance) {
  return __shfl_xor_sync(kAllLanes, v, distance);
}

__device__ __forceinline__ ArgMax::Value shuffle(ArgMax::Value v, int distance) {
  return {__shfl_xor_sync(kAllLanes, v.x, distance),
          __shfl_xor_sync(kAllLanes, v.index, distance)};
}

// All threads stay to the end, because shuffles need whole warps; those past the last row add
// nothing and store nothing.
template <class Op>
__device__ __forceinline__ void reduce_rows(typename Op::Result* y, const float* x, int rows,
                                            int length, int lanes, float divisor) {
  const unsigned thread = blockIdx.x * static_cast<unsigned>(kBlock) + threadIdx.x;
  const unsigned row = thread / lanes;
  const int lane = thread % lanes;
  typename Op::Value value = Op::identity();
  if (row < rows) {
    const float* start = x + static_cast<long long>(row) * length;
    for (int l = lane; l < length; l += lanes) {
      value = Op::combine(value, Op::load(start[l], l));
    }
  }
  for (int distance = lanes / 2; distance > 0; distance /= 2) {
    value = Op::combine(value, shuffle(value, distance));
  }
  if (row < rows && lane == 0) {
    y[row] = Op::result(value, divisor);
  }
}

template <class Op>
__device__ __forceinline__ void reduce_columns(typename Op::Result* y, const float* x, int length,
                                               int columns, int chunk_length, int chunks,
                                               float divisor) {
  __shared__ typename Op::Value partial[kBlock];
  const int width = blockDim.x;
  const int height = blockDim.y;
  const unsigned tiles = (static_cast<unsigned>(columns) + width - 1) / width;
  const unsigned tile = blockIdx.x % tiles;
  const unsigned a_chunk = blockIdx.x / tiles;  // a * chunks + chunk
  const unsigned a = a_chunk / chunks;
  const unsigned begin = a_chunk % chunks * chunk_length;
  const unsigned end = min(begin + chunk_length, static_cast<unsigned>(length));
  const unsigned column = tile * width + threadIdx.x;

  // Four sums at once, so that four loads are under way.
  typename Op::Value value[4] = {Op::identity(), Op::identity(), Op::identity(), Op::identity()};
  if (column < columns) {
    const float* start = x + static_cast<long long>(a) * length * columns + column;
    unsigned l = begin + threadIdx.y;
    for (; l + 3 * height < end; l += 4 * height) {
      for (int i = 0; i < 4; ++i) {
        const unsigned at = l + i * height;
        const float element = start[static_cast<long long>(at) * columns];
        value[i] = Op::combine(value[i], Op::load(element, at));
      }
    }
    for (; l < end; l += height) {
      value[0] = Op::combine(value[0], Op::load(start[static_cast<long long>(l) * columns], l));
    }
  }
  const int place = threadIdx.y * width + threadIdx.x;
  partial[place] =
      Op::combine(Op::combine(value[0], value[1]), Op::combine(value[2], value[3]));
  __syncthreads();
  for (int half = height / 2; half > 0; half /= 2) {
    if (threadIdx.y < half) {
      partial[place] = Op::combine(partial[place], partial[place + half * width]);
    }
    __syncthreads();
  }
  if (threadIdx.y == 0 && column < columns) {
    y[static_cast<long long>(a_chunk) * columns + column] = Op::result(partial[place], divisor);
  }
}

}  // namespace

extern "C" __global__ void __launch_bounds__(kBlock)
    reduce_rows_sum(float* y, const float* x, int rows, int length, int lanes, float divisor) {
  reduce_rows<Sum>(y, x, rows, length, lanes, divisor);
}

extern "C" __global__ void __launch_bounds__(kBlock)
    reduce_rows_sum_of_squares(float* y, const float* x, int rows, int length, int lanes,
                               float divisor) {
  reduce_rows<SumOfSquares>(y, x, rows, length, lanes, divisor);
}

extern "C" __global__ void __launch_bounds__(kBlock)
    reduce_rows_max(float* y, const float* x, int rows, int length, int lanes, float divisor) {
  reduce_rows<Max>(y, x, rows, length, lanes, divisor);
}

extern "C" __global__ void __launch_bounds__(kBlock)
    reduce_rows_min(float* y, const float* x, int rows, int length, int lanes, float divisor) {
  reduce_rows<Min>(y, x, rows, length, lanes, divisor);
}

extern "C" __global__ void __launch_bounds__(kBlock)
    arg_max_rows(int* y, const float* x, int rows, int length, int lanes, float divisor) {
  reduce_rows<ArgMax>(y, x, rows, length, lanes, divisor);
}

extern "C" __global__ void __launch_bounds__(kBlock)
    reduce_columns_sum(float* y, const float* x, int length, int columns, int chunk_length,
                       int chunks, float divisor) {
  reduce_columns<Sum>(y, x, length, columns, chunk_length, chunks, divisor);
}

extern "C" __global__ void __launch_bounds__(kBlock)
    reduce_columns_sum_of_squares(float* y, const float* x, int length, int columns,
                                  int chunk_length, int chunks, float divisor) {
  reduce_columns<SumOfSquares>(y, x, length, columns, chunk_length, chunks, divisor);
}

extern "C" __global__ void __launch_bounds__(kBlock)
    reduce_columns_max(float* y, const float* x, int length, int columns, int chunk_length,
                       int chunks, float divisor) {
  reduce_columns<Max>(y, x, length, columns, chunk_length, chunks, divisor);
}

extern "C" __global__ void __launch_bounds__(kBlock)
    reduce_columns_min(float* y, const float* x, int length, int columns, int chunk_length,
                       int chunks, float divisor) {
  reduce_columns<Min>(y, x, length, columns, chunk_length, chunks, divisor);
}

extern "C" __global__ void __launch_bounds__(kBlock)
    arg_max_columns(int* y, const float* x, int length, int columns, int chunk_length, int chunks,
                    float divisor) {
  reduce_columns<ArgMax>(y, x, length, columns, chunk_length, chunks, divisor);
}
