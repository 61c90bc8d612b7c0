// Statistics of channels, and rows normalised by their own, with the gradients' sums.
//
//   channel_moments        mean_c = 1/n sum x[a,c,s],  variance_c = 1/n sum (x[a,c,s] - mean_c)^2
//   channel_centered_sums  sum_c = sum g[a,c,s],  product_c = sum g[a,c,s] (x[a,c,s] - mean_c)
//   normalize_rows         y[r,i] = (x[r,i] - mean_r) inverse_r weight_i + bias_i
//                          inverse_r = 1 / sqrt(1/L sum_i (x[r,i] - mean_r)^2 + epsilon)
//   normalize_rows_dx      dx = inverse (g - mean(g) - n mean(g n)),  g = dy weight,
//                          n = (x - mean) inverse
//   normalize_rows_sums    dweight_i = sum_r dy[r,i] n[r,i],  dbias_i = sum_r dy[r,i]
//
// Shapes     channels: x, g [A, C, S], n = A S; rows: x, y, dx, dy [R, L], weight, bias [L], mean,
//            inverse [R]. Row-major. What is absent (weight, bias, mean) is told by a flag; another
//            pointer stands in and is not read.
// Order      the order of summation depends on the shape alone: the same bits every time.
// Stability  squares are of differences to a rounded mean, which the sum of the differences
//            corrects (the corrected two-pass algorithm; T. F. Chan, G. H. Golub, R. J. LeVeque,
//            "Algorithms for computing the sample variance", 1983); chunks are moved to a common
//            mean.
//
// channel_*, normalize_rows_sums
//            Block (W, H), W columns, H = 256 / W: thread (x, y) takes every H-th element of a
//            chunk of column x, then the H partial results meet in shared memory (2 KiB). Channels
//            with S > 1 are columns by themselves, W = 1, so that neighbouring threads read
//            neighbouring elements. Grid: before * chunks * ceil(columns / W). Several chunks
//            leave partial results [chunks, C], which join_moments or join_sums, a thread a
//            channel, join.
// normalize_rows, normalize_rows_dx
//            Block (T, 256 / T): T threads a row, 32 or 256. Grid: ceil(R / (256 / T)). The row is
//            read again from cache for each pass. Shared: 2 KiB.
// Alignment  that of the element type. All sizes and indices fit in 31 bits.
// Source     the definitions of io.deltarule.op.Moments, CenteredSums, NormalizeRows and
//            NormalizeRowsGradient.

namespace {

constexpr int kBlock = 256;

// The sums of two values over the threads (., y) of a block (W, H), the same for all of a column.
struct Pair {
  float first;
  float second;
};

__device__ __forceinline__ Pair column_sums(float first, float second, float* shared) {
  const int width = blockDim.x;
  const int place = threadIdx.y * width + threadIdx.x;
  shared[place] = first;
  shared[kBlock + place] = second;
  __syncthreads();
  for (int half = blockDim.y / 2; half > 0; half /= 2) {
    if (threadIdx.y < half) {
      shared[place] += shared[place + half * width];
      shared[kBlock + place] += shared[kBlock + place + half * width];
    }
    __syncthreads();
  }
  const Pair sums = {shared[threadIdx.x], shared[kBlock + threadIdx.x]};
  __syncthreads();
  return sums;
}

// The sums over the threads (x, .) of a block (T, rows), the same for all of a row.
__device__ __forceinline__ Pair row_sums(float first, float second, float* shared) {
  const int start = threadIdx.y * blockDim.x;
  const int place = start + threadIdx.x;
  shared[place] = first;
  shared[kBlock + place] = second;
  __syncthreads();
  for (int half = blockDim.x / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) {
      shared[place] += shared[place + half];
      shared[kBlock + place] += shared[kBlock + place + half];
    }
    __syncthreads();
  }
  const Pair sums = {shared[start], shared[kBlock + start]};
  __syncthreads();
  return sums;
}

// The column and chunk of a thread.
struct Column {
  unsigned channel;
  unsigned begin;
  unsigned end;
  unsigned result;  // where the partial result goes
  bool inside;
};

__device__ __forceinline__ Column column_of_thread(int length, int columns, int channels,
                                                   int chunk_length, int chunks) {
  const unsigned tiles = (static_cast<unsigned>(columns) + blockDim.x - 1) / blockDim.x;
  const unsigned tile = blockIdx.x % tiles;
  const unsigned before_chunk = blockIdx.x / tiles;
  const unsigned chunk = before_chunk % chunks;
  const unsigned column = tile * blockDim.x + threadIdx.x;
  Column c;
  c.inside = column < columns;
  c.channel = before_chunk / chunks * columns + (c.inside ? column : 0);
  c.begin = chunk * chunk_length;
  c.end = min(c.begin + chunk_length, static_cast<unsigned>(length));
  c.result = chunk * channels + c.channel;
  return c;
}

// Element i of a channel of [A, C, S].
__device__ __forceinline__ long long place(unsigned i, unsigned channel, int channels, int run) {
  const unsigned a = i / run;
  return (static_cast<long long>(a) * channels + channel) * run + (i - a * run);
}

}  // namespace

// Of one chunk, mean and variance; else for each chunk its rounded mean m in mean, the sum of
// (x - m)^2 in variance, and that of x - m in rests.
extern "C" __global__ void __launch_bounds__(kBlock)
    channel_moments(float* mean, float* variance, float* rests, const float* x, int length,
                    int columns, int channels, int run, int chunk_length, int chunks) {
  __shared__ float shared[2 * kBlock];
  const Column c = column_of_thread(length, columns, channels, chunk_length, chunks);
  const float count = static_cast<float>(c.end - c.begin);
  float sum = 0.0f;
  for (unsigned i = c.begin + threadIdx.y; i < c.end; i += blockDim.y) {
    sum += x[place(i, c.channel, channels, run)];
  }
  const float shift = column_sums(sum, 0.0f, shared).first / count;
  float rest = 0.0f;
  float square = 0.0f;
  for (unsigned i = c.begin + threadIdx.y; i < c.end; i += blockDim.y) {
    const float d = x[place(i, c.channel, channels, run)] - shift;
    rest += d;
    square += d * d;
  }
  const Pair sums = column_sums(rest, square, shared);
  if (!c.inside || threadIdx.y > 0) return;
  if (chunks == 1) {
    mean[c.result] = shift + sums.first / count;
    const float squares = sums.second - sums.first * sums.first / count;
    variance[c.result] = squares < 0.0f ? 0.0f : squares / count;  // Rounding; NaN stays.
  } else {
    mean[c.result] = shift;
    variance[c.result] = sums.second;
    rests[c.result] = sums.first;
  }
}

extern "C" __global__ void __launch_bounds__(kBlock)
    join_moments(float* mean, float* variance, const float* means, const float* squares,
                 const float* rests, int channels, int length, int chunk_length, int chunks) {
  const unsigned channel = blockIdx.x * static_cast<unsigned>(kBlock) + threadIdx.x;
  if (channel >= channels) return;
  const float origin = means[channel];
  float sum = 0.0f;
  for (int k = 0; k < chunks; ++k) {
    const float count = static_cast<float>(min(chunk_length, length - k * chunk_length));
    sum += count * (means[k * channels + channel] - origin) + rests[k * channels + channel];
  }
  // The mean is origin + offset, which float32 may round; all below is relative to origin.
  const float offset = sum / length;
  float square = 0.0f;
  for (int k = 0; k < chunks; ++k) {
    const float count = static_cast<float>(min(chunk_length, length - k * chunk_length));
    const float moved = (means[k * channels + channel] - origin) - offset;
    square += squares[k * channels + channel];
    square += moved * (2.0f * rests[k * channels + channel] + count * moved);
  }
  mean[channel] = origin + offset;
  variance[channel] = square < 0.0f ? 0.0f : square / length;  // Rounding; NaN stays.
}

extern "C" __global__ void __launch_bounds__(kBlock)
    channel_centered_sums(float* sum, float* product, const float* g, const float* x,
                          const float* mean, int length, int columns, int channels, int run,
                          int chunk_length, int chunks) {
  __shared__ float shared[2 * kBlock];
  const Column c = column_of_thread(length, columns, channels, chunk_length, chunks);
  const float shift = mean[c.channel];
  float gradients = 0.0f;
  float products = 0.0f;
  for (unsigned i = c.begin + threadIdx.y; i < c.end; i += blockDim.y) {
    const long long at = place(i, c.channel, channels, run);
    gradients += g[at];
    products += g[at] * (x[at] - shift);
  }
  const Pair sums = column_sums(gradients, products, shared);
  if (c.inside && threadIdx.y == 0) {
    sum[c.result] = sums.first;
    product[c.result] = sums.second;
  }
}

// second and its partial results: only if both.
extern "C" __global__ void __launch_bounds__(kBlock)
    join_sums(float* first, float* second, const float* firsts, const float* seconds,
              int channels, int chunks, int both) {
  const unsigned channel = blockIdx.x * static_cast<unsigned>(kBlock) + threadIdx.x;
  if (channel >= channels) return;
  float a = 0.0f;
  float b = 0.0f;
  for (int k = 0; k < chunks; ++k) {
    a += firsts[k * channels + channel];
    if (both) b += seconds[k * channels + channel];
  }
  first[channel] = a;
  if (both) second[channel] = b;
}

extern "C" __global__ void __launch_bounds__(kBlock)
    normalize_rows(float* y, float* mean, float* inverse, const float* x, const float* weight,
                   const float* bias, int rows, int length, int centered, int weighted, int biased,
                   float epsilon) {
  __shared__ float shared[2 * kBlock];
  const unsigned row = blockIdx.x * blockDim.y + threadIdx.y;
  const bool inside = row < rows;
  const long long start = static_cast<long long>(inside ? row : 0) * length;
  float shift = 0.0f;
  if (centered) {
    float sum = 0.0f;
    for (int i = threadIdx.x; i < length; i += blockDim.x) {
      sum += x[start + i];
    }
    shift = row_sums(sum, 0.0f, shared).first / length;
  }
  float rest = 0.0f;
  float square = 0.0f;
  for (int i = threadIdx.x; i < length; i += blockDim.x) {
    const float d = x[start + i] - shift;
    rest += d;
    square += d * d;
  }
  const Pair sums = row_sums(rest, square, shared);
  float squares = sums.second;
  if (centered) {
    squares -= sums.first * sums.first / length;
    squares = squares < 0.0f ? 0.0f : squares;  // What rounding leaves; NaN stays.
    shift += sums.first / length;
  }
  const float scale = 1.0f / sqrtf(squares / length + epsilon);
  if (!inside) return;
  if (threadIdx.x == 0) {
    if (centered) mean[row] = shift;
    inverse[row] = scale;
  }
  for (int i = threadIdx.x; i < length; i += blockDim.x) {
    float value = (x[start + i] - shift) * scale;
    if (weighted) value *= weight[i];
    if (biased) value += bias[i];
    y[start + i] = value;
  }
}

extern "C" __global__ void __launch_bounds__(kBlock)
    normalize_rows_dx(float* dx, const float* dy, const float* x, const float* mean,
                      const float* inverse, const float* weight, int rows, int length,
                      int centered, int weighted) {
  __shared__ float shared[2 * kBlock];
  const unsigned row = blockIdx.x * blockDim.y + threadIdx.y;
  const bool inside = row < rows;
  const long long start = static_cast<long long>(inside ? row : 0) * length;
  const float shift = centered ? mean[inside ? row : 0] : 0.0f;
  const float scale = inverse[inside ? row : 0];
  float gradients = 0.0f;
  float products = 0.0f;
  for (int i = threadIdx.x; i < length; i += blockDim.x) {
    const float g = weighted ? dy[start + i] * weight[i] : dy[start + i];
    gradients += g;
    products += g * (x[start + i] - shift);
  }
  const Pair sums = row_sums(gradients, products, shared);
  if (!inside) return;
  const float mean_gradient = centered ? sums.first / length : 0.0f;
  const float mean_product = sums.second * scale / length;
  for (int i = threadIdx.x; i < length; i += blockDim.x) {
    const float g = weighted ? dy[start + i] * weight[i] : dy[start + i];
    const float n = (x[start + i] - shift) * scale;
    dx[start + i] = (g - mean_gradient - n * mean_product) * scale;
  }
}

extern "C" __global__ void __launch_bounds__(kBlock)
    normalize_rows_sums(float* dweight, float* dbias, const float* dy, const float* x,
                        const float* mean, const float* inverse, int rows, int length,
                        int chunk_length, int chunks, int centered, int biased) {
  __shared__ float shared[2 * kBlock];
  const Column c = column_of_thread(rows, length, length, chunk_length, chunks);
  float products = 0.0f;
  float gradients = 0.0f;
  for (unsigned row = c.begin + threadIdx.y; row < c.end; row += blockDim.y) {
    const long long at = static_cast<long long>(row) * length + c.channel;
    const float shift = centered ? mean[row] : 0.0f;
    products += dy[at] * ((x[at] - shift) * inverse[row]);
    gradients += dy[at];
  }
  const Pair sums = column_sums(products, gradients, shared);
  if (c.inside && threadIdx.y == 0) {
    dweight[c.result] = sums.first;
    if (biased) dbias[c.result] = sums.second;
  }
}
