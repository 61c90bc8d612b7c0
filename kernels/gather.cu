// Rows of a table by index, one by one or the sum of a bag of them.
//
//   gather_rows  y[b, i, a] = table[b, index_i, a]
//   gather_sum   y[b, a] = sum over l of table[index_{b,l}, a]
//
// Shapes     gather_rows: table [B, R, A], indices [I], y [B, I, A]; elements are moved as 32-bit
//            words, float or int alike. gather_sum: table [R, A], indices [B, L], y [B, A], of
//            floats. Row-major.
// Faults     an index outside [0, R) reads nothing: its row of y becomes 0xffffffff (NaN, or -1),
//            its sum NaN, and if the fault record is free it receives {site, position, index}.
// Alignment  that of the element type. All sizes and indices fit in 31 bits.
// Source     the definitions of io.deltarule.op.Gather and GatherSum.
//
// gather_rows  block (W, H), W a power of two up to 256 that covers A if it can, H = 256 / W rows
//              of y a block; grid ceil(B I / H). No shared memory.
// gather_sum   block (W, H, Z), powers of two: W up to 32 columns, H stretches of a bag, about four
//              indices or more each, Z = 256 / (W H) bags; grid ceil(A / W) ceil(B / Z). A thread
//              sums its stretch in order, then the upper half of the stretches is added to the
//              lower until one is left: the order depends on L and A alone. Shared: 1 KiB.

namespace {

constexpr int kBlock = 256;

}  // namespace

extern "C" __global__ void __launch_bounds__(kBlock)
    gather_rows(unsigned* y, const unsigned* table, const int* indices, int* fault, int site,
                int batches, int places, int count, int after) {
  const unsigned row = blockIdx.x * blockDim.y + threadIdx.y;  // b * count + i
  if (row >= static_cast<unsigned>(batches) * count) return;
  const unsigned position = row % count;
  const unsigned batch = row / count;
  const int index = indices[position];
  const bool valid = 0 <= index && index < places;
  if (!valid && threadIdx.x == 0 && atomicCAS(fault, 0, site) == 0) {
    fault[1] = position;
    fault[2] = index;
  }
  unsigned* to = y + static_cast<long long>(row) * after;
  const unsigned* from =
      table + (static_cast<long long>(batch) * places + (valid ? index : 0)) * after;
  for (int a = threadIdx.x; a < after; a += blockDim.x) {
    to[a] = valid ? from[a] : 0xffffffffu;
  }
}

extern "C" __global__ void __launch_bounds__(kBlock)
    gather_sum(float* y, const float* table, const int* indices, int* fault, int site, int places,
               int bags, int length, int after) {
  __shared__ float partial[kBlock];
  const int tiles = (after + blockDim.x - 1) / blockDim.x;
  const int a = blockIdx.x % tiles * blockDim.x + threadIdx.x;
  const int bag = blockIdx.x / tiles * blockDim.z + threadIdx.z;
  const bool summed = a < after && bag < bags;
  float sum = 0.0f;
  if (summed) {
    const int stretch = (length + blockDim.y - 1) / blockDim.y;
    const int end = min(static_cast<int>(threadIdx.y + 1) * stretch, length);
#pragma unroll 4
    for (int l = threadIdx.y * stretch; l < end; ++l) {
      const int index = indices[bag * length + l];
      const bool valid = 0 <= index && index < places;
      if (!valid && a == 0 && atomicCAS(fault, 0, site) == 0) {
        fault[1] = bag * length + l;
        fault[2] = index;
      }
      sum += valid ? table[static_cast<long long>(index) * after + a]
                   : __uint_as_float(0xffffffffu);
    }
  }
  const int at = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
  partial[at] = sum;
  __syncthreads();
  for (int half = blockDim.y / 2; half > 0; half /= 2) {
    if (threadIdx.y < half) {
      partial[at] += partial[at + half * blockDim.x];
    }
    __syncthreads();
  }
  if (summed && threadIdx.y == 0) {
    y[static_cast<long long>(bag) * after + a] = partial[at];
  }
}
