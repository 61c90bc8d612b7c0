// Rows added into a table at the places that indices name: the adjoint of a gather.
//
//   table[b, p, a] = sum over the i with index_i = p, ascending, of updates[b, i / G, a]
//
// Shapes     updates [B, I / G, A], indices [I], table [B, S, A], row-major. G indices in a row, a
//            bag, share an update: 1, or any number where B is 1.
// Method     a stable radix sort of the indices, 8 bits a pass, then one sum a row of the table,
//            over its stretch of the sorted indices. Stability keeps i ascending, and no float is
//            added atomically: the same bits every time. A place that very many updates share is
//            summed by A threads alone.
// Faults     an index outside [0, S) is sorted to the end as S and adds nothing; if the fault
//            record is free it receives {site, position, index}.
//
// sort_count   how often each digit occurs in each tile of 1,024 keys: counts [256, tiles].
//              Block 256, grid tiles. Shared: 256 counters (1 KiB); integer atomics.
// sort_scan    counts to the first place of each digit and tile, in place. One block of 256.
//              Shared: 1 KiB.
// sort_place   keys and positions to their places. Block 256, grid tiles. Shared: counters of 8
//              warps and of the tile, 9 KiB.
// scatter_sum  block (W, H), W a power of two up to 256 that covers A if it can, H = 256 / W rows
//              of the table a block; grid ceil(B S / H). No shared memory.
// Alignment    that of the element type. All sizes and indices fit in 31 bits.
// Source       N. Satish, M. Harris, M. Garland, "Designing efficient sorting algorithms for
//              manycore GPUs", IPDPS 2009.

namespace {

constexpr int kBlock = 256;
constexpr int kDigits = 256;
constexpr int kWarp = 32;
constexpr int kWarps = kBlock / kWarp;
constexpr int kTile = 1024;
constexpr unsigned kAllLanes = 0xffffffffu;

__device__ __forceinline__ unsigned sort_key(int index, int size) {
  return 0 <= index && index < size ? index : size;
}

// The lanes of this warp with the same digit; a lane without a key has a digit of its own kind.
__device__ __forceinline__ unsigned lanes_with(unsigned digit, bool has_key) {
  unsigned same = __ballot_sync(kAllLanes, has_key);
  same = has_key ? same : ~same;
#pragma unroll
  for (int bit = 0; bit < 8; ++bit) {
    const bool set = digit >> bit & 1;
    const unsigned lanes = __ballot_sync(kAllLanes, set);
    same &= set ? lanes : ~lanes;
  }
  return same;
}

// The first place whose key is not below `key`.
__device__ __forceinline__ int lower_bound(const int* keys, int count, int key) {
  int low = 0;
  int high = count;
  while (low < high) {
    const int middle = low + (high - low) / 2;
    if (keys[middle] < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace

// `site` is 0 after the first pass, whose keys are the indices as they came.
extern "C" __global__ void __launch_bounds__(kBlock)
    sort_count(int* counts, const int* keys, int* fault, int site, int count, int size, int shift) {
  __shared__ int histogram[kDigits];
  histogram[threadIdx.x] = 0;
  __syncthreads();
  const int end = min(static_cast<int>(blockIdx.x) * kTile + kTile, count);
  for (int i = blockIdx.x * kTile + threadIdx.x; i < end; i += kBlock) {
    const int index = keys[i];
    const unsigned key = sort_key(index, size);
    atomicAdd(&histogram[key >> shift & (kDigits - 1)], 1);
    if (site != 0 && key == size && atomicCAS(fault, 0, site) == 0) {
      fault[1] = i;
      fault[2] = index;
    }
  }
  __syncthreads();
  counts[threadIdx.x * gridDim.x + blockIdx.x] = histogram[threadIdx.x];
}

extern "C" __global__ void __launch_bounds__(kBlock) sort_scan(int* counts, int tiles) {
  __shared__ int totals[kDigits];
  int* mine = counts + static_cast<int>(threadIdx.x) * tiles;
  int total = 0;
  for (int tile = 0; tile < tiles; ++tile) {
    total += mine[tile];
  }
  totals[threadIdx.x] = total;
  __syncthreads();
  for (int distance = 1; distance < kDigits; distance *= 2) {
    const int left = threadIdx.x >= distance ? totals[threadIdx.x - distance] : 0;
    __syncthreads();
    totals[threadIdx.x] += left;
    __syncthreads();
  }
  int place = totals[threadIdx.x] - total;
  for (int tile = 0; tile < tiles; ++tile) {
    const int here = mine[tile];
    mine[tile] = place;
    place += here;
  }
}

// Of key i in the first pass, the position is i / bag, the update that it shares with its bag; in
// later passes `bag` is 0, and the positions are those of the pass before.
extern "C" __global__ void __launch_bounds__(kBlock)
    sort_place(int* sorted_keys, int* sorted_positions, const int* places, const int* keys,
               const int* positions, int bag, int count, int size, int shift) {
  __shared__ int next[kDigits];  // where the next key of each digit goes
  __shared__ int in_warp[kWarps][kDigits];
  const int warp = threadIdx.x / kWarp;
  const unsigned lanes_before = (1u << threadIdx.x % kWarp) - 1;
  next[threadIdx.x] = places[threadIdx.x * gridDim.x + blockIdx.x];
  for (int round = 0; round < kTile / kBlock; ++round) {
    for (int w = 0; w < kWarps; ++w) {
      in_warp[w][threadIdx.x] = 0;
    }
    __syncthreads();
    const int i = blockIdx.x * kTile + round * kBlock + threadIdx.x;
    const bool has_key = i < count;
    const unsigned key = has_key ? sort_key(keys[i], size) : 0;
    const unsigned digit = key >> shift & (kDigits - 1);
    const unsigned same = lanes_with(digit, has_key);
    const int rank = __popc(same & lanes_before);
    if (has_key && rank == 0) {
      in_warp[warp][digit] = __popc(same);
    }
    __syncthreads();
    if (has_key) {
      int place = next[digit] + rank;
      for (int w = 0; w < warp; ++w) {
        place += in_warp[w][digit];
      }
      sorted_keys[place] = key;
      sorted_positions[place] = bag != 0 ? i / bag : positions[i];
    }
    __syncthreads();
    for (int w = 0; w < kWarps; ++w) {
      next[threadIdx.x] += in_warp[w][threadIdx.x];
    }
  }
}

extern "C" __global__ void __launch_bounds__(kBlock)
    scatter_sum(float* table, const float* updates, const int* keys, const int* positions,
                int batches, int count, int size, int after) {
  const unsigned row = blockIdx.x * blockDim.y + threadIdx.y;  // b * size + p
  if (row >= static_cast<unsigned>(batches) * size) return;
  const int place = row % size;
  const int begin = lower_bound(keys, count, place);
  const int end = begin + lower_bound(keys + begin, count - begin, place + 1);
  const float* batch = updates + static_cast<long long>(row / size) * count * after;
  for (int a = threadIdx.x; a < after; a += blockDim.x) {
    float sum = 0.0f;
#pragma unroll 4
    for (int i = begin; i < end; ++i) {
      sum += batch[static_cast<long long>(positions[i]) * after + a];
    }
    table[static_cast<long long>(row) * after + a] = sum;
  }
}
