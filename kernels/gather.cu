// Rows of a table by index.
//
//   y[b, i, a] = table[b, index_i, a]
//
// Shapes     table [B, R, A], indices [I], y [B, I, A], row-major; elements are moved as 32-bit
//            words, float or int alike.
// Faults     an index outside [0, R) reads nothing: its row of y becomes 0xffffffff (NaN, or -1),
//            and if the fault record is free it receives {site, position, index}.
// Blocks     (W, H), W a power of two up to 256 that covers A if it can, H = 256 / W rows of y a
//            block; grid ceil(B I / H). No shared memory.
// Alignment  that of the element type. All sizes and indices fit in 31 bits.
// Source     the definition of io.deltarule.op.Gather.

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
