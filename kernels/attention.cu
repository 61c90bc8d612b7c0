// Attention without the matrix of scores in memory, and its gradients. For query t of head h, which
// shares the keys and values of group g = h / (H / G), and every key s that it sees:
//
//   score_s = scale q k_s + bias_s,   p_s = exp(score_s - lse),   lse = log sum_s exp(score_s)
//   attention            y = sum_s p_s v_s, and lse; of no key y = 0, lse = -infinity
//   attention_queries    dq = scale sum_s ds_s k_s            with ds_s = p_s (dy v_s - delta)
//   attention_keys       dk_s = scale sum_t ds_st q_t,  dv_s = sum_t p_st dy_t, over the heads of g
//
// Shapes     q, dq [B, H, T, D], k, dk [B, G, S, D], v, dv [B, G, S, E], y, dy [B, H, T, E], lse
//            and delta [B, H, T], row-major; the bias is read with a stride for each of b, h, t and
//            s, 0 where it repeats, and may be null. Causal: query t sees keys 0 to t.
// Mapping    block 256: 8 warps of 4 rows, a row a query (a key in attention_keys), in tiles of 32
//            keys (queries) that go by in order, those that nothing of the block sees left out. A
//            lane holds the score of its column of the tile; scores then lie in shared memory, and
//            a lane sums columns lane, lane + 32, ... of the result, 128 a block. Grid: x the
//            blocks of rows of all heads (groups), y stretches of 128 columns of the result.
// Order      of sums depends on the sizes alone, and no float is added atomically: the same bits
//            every time.
// Shared     29 KiB, static. Alignment that of float. Sizes and indices of elements fit in 31 bits.
// Source     T. Dao et al., "FlashAttention", arXiv:2205.14135 (2022); T. Dao, "FlashAttention-2",
//            arXiv:2307.08691 (2023), for computing keys and queries in kernels of their own.

namespace {

constexpr int kBlock = 256;
constexpr int kTile = 32;
constexpr int kRows = 4;      // of a warp
constexpr int kColumns = 4;   // of the result, of a lane
constexpr int kStretch = 128; // columns of the result, of a block
constexpr int kPitch = kTile + 1;
constexpr unsigned kAllLanes = 0xffffffffu;

__device__ __forceinline__ float infinity() { return __int_as_float(0x7f800000); }

__device__ __forceinline__ float maximum(float a, float b) {
  return a > b ? a : (a <= b ? b : a + b);  // NaN if either is
}

struct Shared {
  float rows[kTile][kPitch];
  float columns[kTile][kPitch];
  float weights[kTile][kPitch];
  float values[kTile][kStretch];
};

struct Sizes {
  int heads;
  int groups;
  int queries;
  int keys;
  int width;
  int value_width;
  bool causal;
  float scale;

  __device__ __forceinline__ bool sees(int query, int key) const {
    return query < queries && key < keys && (!causal || key <= query);
  }
};

struct Bias {
  const float* data;
  int batch;
  int head;
  int query;
  int key;

  __device__ __forceinline__ float at(const Sizes& z, int b_h, int t, int s) const {
    if (data == nullptr) return 0.0f;
    const long long of_head = static_cast<long long>(b_h / z.heads) * batch +
                              static_cast<long long>(b_h % z.heads) * head;
    return data[of_head + static_cast<long long>(t) * query + static_cast<long long>(s) * key];
  }
};

// dot[r] = sum over w of rows[first_row + 4 warp + r][w] columns[first_column + lane][w], where the
// matrices have `length` columns; 0 beyond their last rows.
__device__ __forceinline__ void products(float dot[kRows], Shared& shared, const float* rows,
                                         int first_row, int row_count, const float* columns,
                                         int first_column, int column_count, int length) {
  const int lane = threadIdx.x % kTile;
  const int warp = threadIdx.x / kTile;
#pragma unroll
  for (int r = 0; r < kRows; ++r) dot[r] = 0.0f;
  for (int from = 0; from < length; from += kTile) {
    __syncthreads();
    const bool inside = from + lane < length;
    for (int i = warp; i < kTile; i += kBlock / kTile) {
      const long long row = first_row + i;
      const long long column = first_column + i;
      shared.rows[i][lane] =
          inside && row < row_count ? rows[row * length + from + lane] : 0.0f;
      shared.columns[i][lane] =
          inside && column < column_count ? columns[column * length + from + lane] : 0.0f;
    }
    __syncthreads();
#pragma unroll 4
    for (int w = 0; w < kTile; ++w) {
      const float x = shared.columns[lane][w];
#pragma unroll
      for (int r = 0; r < kRows; ++r) {
        dot[r] = fmaf(shared.rows[warp * kRows + r][w], x, dot[r]);
      }
    }
  }
}

// sum[r][c] += sum over j of weights[4 warp + r][j] values[first + j][stretch + lane + 32 c].
__device__ __forceinline__ void accumulate(float sum[kRows][kColumns], Shared& shared,
                                           const float weights[kRows], const float* values,
                                           int first, int count, int length, int stretch) {
  const int lane = threadIdx.x % kTile;
  const int warp = threadIdx.x / kTile;
  __syncthreads();
#pragma unroll
  for (int r = 0; r < kRows; ++r) shared.weights[warp * kRows + r][lane] = weights[r];
  for (int i = threadIdx.x; i < kTile * kStretch; i += kBlock) {
    const long long row = first + i / kStretch;
    const int column = stretch + i % kStretch;
    shared.values[i / kStretch][i % kStretch] =
        row < count && column < length ? values[row * length + column] : 0.0f;
  }
  __syncthreads();
#pragma unroll 4
  for (int j = 0; j < kTile; ++j) {
#pragma unroll
    for (int c = 0; c < kColumns; ++c) {
      const float x = shared.values[j][lane + c * kTile];
#pragma unroll
      for (int r = 0; r < kRows; ++r) {
        sum[r][c] = fmaf(shared.weights[warp * kRows + r][j], x, sum[r][c]);
      }
    }
  }
}

// y[row][stretch + lane + 32 c] = factor sum[c], within the result.
__device__ __forceinline__ void store(float* y, const float sum[kColumns], float factor,
                                      long long row, int length, int stretch) {
  const int lane = threadIdx.x % kTile;
#pragma unroll
  for (int c = 0; c < kColumns; ++c) {
    const int column = stretch + lane + c * kTile;
    if (column < length) y[row * length + column] = factor * sum[c];
  }
}

__device__ __forceinline__ float warp_max(float x) {
  for (int distance = kTile / 2; distance > 0; distance /= 2) {
    x = maximum(x, __shfl_xor_sync(kAllLanes, x, distance));
  }
  return x;
}

__device__ __forceinline__ float warp_sum(float x) {
  for (int distance = kTile / 2; distance > 0; distance /= 2) {
    x += __shfl_xor_sync(kAllLanes, x, distance);
  }
  return x;
}

}  // namespace

#define SIZES                                                                                    \
  int heads, int groups, int queries, int keys, int width, int value_width, int causal, float scale
#define STRIDES int bias_batch, int bias_head, int bias_query, int bias_key

extern "C" __global__ void __launch_bounds__(kBlock)
    attention(float* y, float* lse, const float* q, const float* k, const float* v,
              const float* bias_data, STRIDES, SIZES) {
  __shared__ Shared shared;
  const Sizes z = {heads, groups, queries, keys, width, value_width, causal != 0, scale};
  const Bias bias = {bias_data, bias_batch, bias_head, bias_query, bias_key};
  const int lane = threadIdx.x % kTile;
  const int warp = threadIdx.x / kTile;
  const int tiles = (queries + kTile - 1) / kTile;
  const int head = blockIdx.x / tiles;
  const int first = blockIdx.x % tiles * kTile;
  const int stretch = blockIdx.y * kStretch;
  const long long group = head / (heads / groups);
  q += static_cast<long long>(head) * queries * width;
  k += group * keys * width;
  v += group * keys * value_width;
  const int end = z.causal ? min(keys, first + kTile) : keys;

  float sum[kRows][kColumns] = {};
  float max[kRows];
  float total[kRows];
#pragma unroll
  for (int r = 0; r < kRows; ++r) {
    max[r] = -infinity();
    total[r] = 0.0f;
  }
  for (int key = 0; key < end; key += kTile) {
    float p[kRows];
    products(p, shared, q, first, queries, k, key, keys, width);
#pragma unroll
    for (int r = 0; r < kRows; ++r) {
      const int query = first + warp * kRows + r;
      const bool seen = z.sees(query, key + lane);
      const float score =
          seen ? scale * p[r] + bias.at(z, head, query, key + lane) : -infinity();
      const float larger = maximum(max[r], warp_max(score));
      // Nothing seen so far: infinities subtracted would be NaN.
      const bool none = larger == -infinity();
      p[r] = none || !seen ? 0.0f : expf(score - larger);
      const float decay = none ? 1.0f : expf(max[r] - larger);
      total[r] = total[r] * decay + warp_sum(p[r]);
      max[r] = larger;
#pragma unroll
      for (int c = 0; c < kColumns; ++c) sum[r][c] *= decay;
    }
    accumulate(sum, shared, p, v, key, keys, value_width, stretch);
  }
#pragma unroll
  for (int r = 0; r < kRows; ++r) {
    const int query = first + warp * kRows + r;
    if (query < queries) {
      const long long row = static_cast<long long>(head) * queries + query;
      const bool none = max[r] == -infinity();
      if (none) {
#pragma unroll
        for (int c = 0; c < kColumns; ++c) sum[r][c] = 0.0f;
      }
      store(y, sum[r], none ? 0.0f : 1.0f / total[r], row, value_width, stretch);
      if (blockIdx.y == 0 && lane == 0) lse[row] = none ? max[r] : max[r] + logf(total[r]);
    }
  }
}

extern "C" __global__ void __launch_bounds__(kBlock)
    attention_queries(float* dq, const float* q, const float* k, const float* v, const float* dy,
                      const float* lse, const float* delta, const float* bias_data, STRIDES,
                      SIZES) {
  __shared__ Shared shared;
  const Sizes z = {heads, groups, queries, keys, width, value_width, causal != 0, scale};
  const Bias bias = {bias_data, bias_batch, bias_head, bias_query, bias_key};
  const int lane = threadIdx.x % kTile;
  const int warp = threadIdx.x / kTile;
  const int tiles = (queries + kTile - 1) / kTile;
  const int head = blockIdx.x / tiles;
  const int first = blockIdx.x % tiles * kTile;
  const int stretch = blockIdx.y * kStretch;
  const long long group = head / (heads / groups);
  const long long rows = static_cast<long long>(head) * queries;
  q += rows * width;
  dy += rows * value_width;
  k += group * keys * width;
  v += group * keys * value_width;
  const int end = z.causal ? min(keys, first + kTile) : keys;

  float sum[kRows][kColumns] = {};
  for (int key = 0; key < end; key += kTile) {
    float ds[kRows];
    float slope[kRows];
    products(ds, shared, q, first, queries, k, key, keys, width);
    products(slope, shared, dy, first, queries, v, key, keys, value_width);
#pragma unroll
    for (int r = 0; r < kRows; ++r) {
      const int query = first + warp * kRows + r;
      const bool seen = z.sees(query, key + lane) && lse[rows + query] != -infinity();
      const float score = seen ? scale * ds[r] + bias.at(z, head, query, key + lane) : 0.0f;
      ds[r] = seen ? expf(score - lse[rows + query]) * (slope[r] - delta[rows + query]) : 0.0f;
    }
    accumulate(sum, shared, ds, k, key, keys, width, stretch);
  }
#pragma unroll
  for (int r = 0; r < kRows; ++r) {
    const int query = first + warp * kRows + r;
    if (query < queries) store(dq, sum[r], scale, rows + query, width, stretch);
  }
}

extern "C" __global__ void __launch_bounds__(kBlock)
    attention_keys(float* dk, float* dv, const float* q, const float* k, const float* v,
                   const float* dy, const float* lse, const float* delta, const float* bias_data,
                   STRIDES, SIZES) {
  __shared__ Shared shared;
  const Sizes z = {heads, groups, queries, keys, width, value_width, causal != 0, scale};
  const Bias bias = {bias_data, bias_batch, bias_head, bias_query, bias_key};
  const int lane = threadIdx.x % kTile;
  const int warp = threadIdx.x / kTile;
  const int tiles = (keys + kTile - 1) / kTile;
  const int group = blockIdx.x / tiles;
  const int first = blockIdx.x % tiles * kTile;
  const int stretch = blockIdx.y * kStretch;
  const int shared_by = heads / groups;
  const long long rows = static_cast<long long>(group) * keys;
  k += rows * width;
  v += rows * value_width;

  float key_sum[kRows][kColumns] = {};
  float value_sum[kRows][kColumns] = {};
  for (int i = 0; i < shared_by; ++i) {
    const int head = group * shared_by + i;
    const long long start = static_cast<long long>(head) * queries;
    // Queries before the first key see nothing of the block.
    for (int query = z.causal ? first : 0; query < queries; query += kTile) {
      const int own = query + lane;
      const bool exists = own < queries && lse[start + own] != -infinity();
      float p[kRows];
      float ds[kRows];
      products(p, shared, k, first, keys, q + start * width, query, queries, width);
      products(ds, shared, v, first, keys, dy + start * value_width, query, queries, value_width);
#pragma unroll
      for (int r = 0; r < kRows; ++r) {
        const int key = first + warp * kRows + r;
        const bool seen = exists && z.sees(own, key);
        const float score = seen ? scale * p[r] + bias.at(z, head, own, key) : 0.0f;
        p[r] = seen ? expf(score - lse[start + own]) : 0.0f;
        ds[r] = seen ? p[r] * (ds[r] - delta[start + own]) : 0.0f;
      }
      if (stretch < value_width) {
        accumulate(value_sum, shared, p, dy + start * value_width, query, queries, value_width,
                   stretch);
      }
      if (stretch < width) {
        accumulate(key_sum, shared, ds, q + start * width, query, queries, width, stretch);
      }
    }
  }
#pragma unroll
  for (int r = 0; r < kRows; ++r) {
    const int key = first + warp * kRows + r;
    if (key < keys) {
      store(dk, key_sum[r], scale, rows + key, width, stretch);
      store(dv, value_sum[r], 1.0f, rows + key, value_width, stretch);
    }
  }
}
