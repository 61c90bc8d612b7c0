// Convolution over up to three axes, its gradient by the input, its gradient by the weight: each as
// a product of matrices of which one, or none, is stored as a matrix ("implicit GEMM").
//
//   convolution_forward          y[n, k, o]  = sum over c, r of w[k, c, r] x[n, g C + c, i]
//                                              where i = o S - L + r D, 0 in the padding
//   convolution_input_gradient   dx[n, c, i] = sum over k, r of w[k, c, r] dy[n, k, o]
//                                              where o S - L + r D = i, if there is such an o
//   convolution_weight_gradient  dw[k, c, r] = sum over n, o of dy[n, k, o] x[n, g C + c, ...]
//   convolution_add              dw[i]       = sum over s of partial[s, i]
//
// Shapes     x [N, G C, inputs], w [G K, C, taps], y [N, G K, outputs], row-major: G groups of C
//            inputs and K outputs each; inputs, outputs and taps have three axes, of which the
//            outer ones may be 1. S, L, D: stride, padding before, dilation of each axis.
// Mapping    a block of 16 x 16 threads computes a tile of 64 rows and 64 columns of a group, 4 x 4
//            sums a thread, 16 terms at a time through shared memory. Grid: tiles of columns, of
//            rows, groups, stretches, in one number, columns fastest.
//            forward          rows K, columns N outputs, terms C taps
//            input gradient   rows C, columns N inputs, terms K taps; terms without an o are 0
//            weight gradient  rows K, columns C taps, terms N outputs, cut into stretches of
//                             `stretch` terms, each with a partial result of its own
// Order      terms ascend within a sum, stretches ascend in convolution_add, and stretches depend
//            on the shape alone: the same bits every time. Products and sums are fused.
// Shared memory  two tiles of 16 x 68 floats, 8,704 bytes; none in convolution_add.
// Alignment  that of the element type. All sizes and indices fit in 31 bits.
// Source     S. Chetlur et al., "cuDNN: efficient primitives for deep learning", 2014.

namespace {

constexpr int kSide = 16;
constexpr int kBlock = kSide * kSide;
constexpr int kEach = 4;
constexpr int kTile = kSide * kEach;
constexpr int kStep = 16;
constexpr int kPitch = kTile + 4;

struct Axis {
  int inputs;
  int outputs;
  int taps;
  int stride;
  int low;
  int dilation;

  // The input that an output and a tap meet at, or -1 in the padding.
  __device__ __forceinline__ int input(int output, int tap) const {
    const int i = output * stride - low + tap * dilation;
    return i < inputs ? max(i, -1) : -1;
  }

  // The output that an input and a tap meet at, or -1.
  __device__ __forceinline__ int output(int input, int tap) const {
    const int i = input + low - tap * dilation;
    const int o = i / stride;
    return i >= 0 && o * stride == i && o < outputs ? o : -1;
  }
};

struct Window {
  Axis d;
  Axis h;
  Axis w;

  __device__ __forceinline__ int inputs() const { return d.inputs * h.inputs * w.inputs; }
  __device__ __forceinline__ int outputs() const { return d.outputs * h.outputs * w.outputs; }
  __device__ __forceinline__ int taps() const { return d.taps * h.taps * w.taps; }
};

struct Position {
  int d;
  int h;
  int w;
};

__device__ __forceinline__ Position position(int index, int heights, int widths) {
  const int row = index / widths;
  return {row / heights, row % heights, index % widths};
}

// x at an output and a tap; `channel` is its first element.
__device__ __forceinline__ float input_at(const float* x, long long channel, const Window& window,
                                          Position output, Position tap) {
  const int d = window.d.input(output.d, tap.d);
  const int h = window.h.input(output.h, tap.h);
  const int w = window.w.input(output.w, tap.w);
  if (d < 0 || h < 0 || w < 0) return 0.0f;
  return x[channel + (d * window.h.inputs + h) * window.w.inputs + w];
}

// What a problem is made of: which tile of which group and stretch this block computes.
struct Tile {
  int row;
  int column;
  int group;
  int stretch;

  __device__ __forceinline__ Tile(int rows, int columns, int groups) {
    const int column_tiles = (columns + kTile - 1) / kTile;
    const int row_tiles = (rows + kTile - 1) / kTile;
    int block = blockIdx.x;
    column = block % column_tiles * kTile;
    block /= column_tiles;
    row = block % row_tiles * kTile;
    block /= row_tiles;
    group = block % groups;
    stretch = block / groups;
  }
};

// c[row, column] = sum over the terms from `first` to `end` of a(row, term) b(term), with b of the
// column that the thread was given. What is beyond rows and columns is loaded as 0.
template <class A, class B, class C>
__device__ __forceinline__ void product(const Tile& tile, int rows, int columns, int first, int end,
                                        const A& a, const B& b, const C& store) {
  __shared__ float tile_a[kStep][kPitch];
  __shared__ float tile_b[kStep][kPitch];
  const int thread = threadIdx.y * kSide + threadIdx.x;
  float sums[kEach][kEach] = {};
  for (int term = first; term < end; term += kStep) {
    for (int i = 0; i < kEach; ++i) {
      const int a_row = thread / kStep + i * kSide;
      const int a_term = term + thread % kStep;
      const bool has_a = tile.row + a_row < rows && a_term < end;
      tile_a[thread % kStep][a_row] = has_a ? a(tile.row + a_row, a_term) : 0.0f;
      const int b_term = thread / kTile + i * kEach;
      const bool has_b = tile.column + thread % kTile < columns && term + b_term < end;
      tile_b[b_term][thread % kTile] = has_b ? b(term + b_term) : 0.0f;
    }
    __syncthreads();
#pragma unroll
    for (int k = 0; k < kStep; ++k) {
      float left[kEach];
      float right[kEach];
      for (int i = 0; i < kEach; ++i) {
        left[i] = tile_a[k][threadIdx.y * kEach + i];
        right[i] = tile_b[k][threadIdx.x + i * kSide];
      }
      for (int i = 0; i < kEach; ++i) {
        for (int j = 0; j < kEach; ++j) {
          sums[i][j] = fmaf(left[i], right[j], sums[i][j]);
        }
      }
    }
    __syncthreads();
  }
  for (int i = 0; i < kEach; ++i) {
    const int row = tile.row + threadIdx.y * kEach + i;
    for (int j = 0; j < kEach; ++j) {
      const int column = tile.column + threadIdx.x + j * kSide;
      if (row < rows && column < columns) {
        store(row, column, sums[i][j]);
      }
    }
  }
}

// The column that a thread loads elements of b for.
__device__ __forceinline__ int loaded_column(const Tile& tile) {
  return tile.column + (threadIdx.y * kSide + threadIdx.x) % kTile;
}

}  // namespace

#define AXIS_PARAMETERS(a) \
  int a##_inputs, int a##_outputs, int a##_taps, int a##_stride, int a##_low, int a##_dilation
#define WINDOW_PARAMETERS AXIS_PARAMETERS(d), AXIS_PARAMETERS(h), AXIS_PARAMETERS(w)
#define AXIS(a) \
  Axis { a##_inputs, a##_outputs, a##_taps, a##_stride, a##_low, a##_dilation }
#define WINDOW \
  Window { AXIS(d), AXIS(h), AXIS(w) }

extern "C" __global__ void __launch_bounds__(kBlock)
    convolution_forward(float* y, const float* x, const float* weight, int samples, int groups,
                        int channels, int rows, WINDOW_PARAMETERS) {
  const Window window = WINDOW;
  const int outputs = window.outputs();
  const int taps = window.taps();
  const int terms = channels * taps;
  const Tile tile(rows, samples * outputs, groups);
  const int column = loaded_column(tile);
  const int sample = column / outputs;
  const Position output = position(column % outputs, window.h.outputs, window.w.outputs);
  const long long first_channel = static_cast<long long>(sample) * groups * channels +
                                  tile.group * channels;
  product(
      tile, rows, samples * outputs, 0, terms,
      [&](int row, int term) {
        return weight[static_cast<long long>(tile.group * rows + row) * terms + term];
      },
      [&](int term) {
        const Position tap = position(term % taps, window.h.taps, window.w.taps);
        const long long channel = (first_channel + term / taps) * window.inputs();
        return input_at(x, channel, window, output, tap);
      },
      [&](int row, int at, float sum) {
        const long long plane = static_cast<long long>(at / outputs) * groups * rows +
                                tile.group * rows + row;
        y[plane * outputs + at % outputs] = sum;
      });
}

extern "C" __global__ void __launch_bounds__(kBlock)
    convolution_input_gradient(float* dx, const float* dy, const float* weight, int samples,
                               int groups, int rows, int channels, WINDOW_PARAMETERS) {
  const Window window = WINDOW;
  const int inputs = window.inputs();
  const int taps = window.taps();
  const Tile tile(rows, samples * inputs, groups);
  const int column = loaded_column(tile);
  const int sample = column / inputs;
  const Position input = position(column % inputs, window.h.inputs, window.w.inputs);
  const long long first_channel = static_cast<long long>(sample) * groups * channels +
                                  tile.group * channels;
  product(
      tile, rows, samples * inputs, 0, channels * taps,
      [&](int row, int term) {
        const long long filter = tile.group * channels + term / taps;
        return weight[(filter * rows + row) * taps + term % taps];
      },
      [&](int term) {
        const Position tap = position(term % taps, window.h.taps, window.w.taps);
        const int d = window.d.output(input.d, tap.d);
        const int h = window.h.output(input.h, tap.h);
        const int w = window.w.output(input.w, tap.w);
        if (d < 0 || h < 0 || w < 0) return 0.0f;
        const long long channel = (first_channel + term / taps) * window.outputs();
        return dy[channel + (d * window.h.outputs + h) * window.w.outputs + w];
      },
      [&](int row, int at, float sum) {
        const long long plane = static_cast<long long>(at / inputs) * groups * rows +
                                tile.group * rows + row;
        dx[plane * inputs + at % inputs] = sum;
      });
}

// `partial` is [stretches, G K, C, taps]: the result itself if there is one stretch.
extern "C" __global__ void __launch_bounds__(kBlock)
    convolution_weight_gradient(float* partial, const float* x, const float* dy, int samples,
                                int groups, int channels, int rows, int stretch,
                                WINDOW_PARAMETERS) {
  const Window window = WINDOW;
  const int outputs = window.outputs();
  const int taps = window.taps();
  const int columns = channels * taps;
  const Tile tile(rows, columns, groups);
  const int column = loaded_column(tile);
  const Position tap = position(column % taps, window.h.taps, window.w.taps);
  const int first = tile.stretch * stretch;
  const long long first_row = static_cast<long long>(tile.stretch) * groups * rows +
                              tile.group * rows;
  product(
      tile, rows, columns, first, min(first + stretch, samples * outputs),
      [&](int row, int term) {
        const long long plane = static_cast<long long>(term / outputs) * groups * rows +
                                tile.group * rows + row;
        return dy[plane * outputs + term % outputs];
      },
      [&](int term) {
        const Position output = position(term % outputs, window.h.outputs, window.w.outputs);
        const long long plane = static_cast<long long>(term / outputs) * groups * channels +
                                tile.group * channels + column / taps;
        return input_at(x, plane * window.inputs(), window, output, tap);
      },
      [&](int row, int at, float sum) { partial[(first_row + row) * columns + at] = sum; });
}

extern "C" __global__ void __launch_bounds__(kBlock)
    convolution_add(float* dw, const float* partial, int count, int stretches) {
  const int i = blockIdx.x * kBlock + threadIdx.x;
  if (i >= count) return;
  float sum = partial[i];
  for (int s = 1; s < stretches; ++s) {
    sum += partial[static_cast<long long>(s) * count + i];
  }
  dw[i] = sum;
}
