// Transposition of matrices, and of the two innermost axes that a permutation exchanges.
//
//   y[b0, b1, c, r] = x[b0, b1, r, c]     with any strides for b0, b1, r (in x) and c (in y)
//
// Shapes     `rows` x `columns` a matrix; b0 and b1 are batch axes. In x neighbouring c are
//            neighbours in memory, in y neighbouring r are: reads and writes both cover whole lines
//            because a tile of 32 x 32 elements passes through shared memory.
// Blocks     (32, 8); thread (x, y) moves 4 elements. Grid: b0 * b1 * tiles of rows * tiles of
//            columns, tiles of columns fastest.
// Shared     32 x 33 elements, 4,224 bytes: the column of padding puts the elements of a column
//            into different banks.
// Types      elements are moved as 32-bit words, float or int alike.
// Alignment  that of the element type. All sizes and indices fit in 31 bits.
// Source     G. Ruetsch, P. Micikevicius, "Optimizing matrix transpose in CUDA" (NVIDIA, 2009).

namespace {

constexpr int kTile = 32;
constexpr int kRowsAtOnce = 8;

}  // namespace

extern "C" __global__ void __launch_bounds__(kTile * kRowsAtOnce)
    transpose_tiles(unsigned* y, const unsigned* x, int rows, int columns, int x_row, int y_column,
                    int batch1, int x_batch0, int x_batch1, int y_batch0, int y_batch1) {
  __shared__ unsigned tile[kTile][kTile + 1];
  const unsigned column_tiles = (static_cast<unsigned>(columns) + kTile - 1) / kTile;
  const unsigned row_tiles = (static_cast<unsigned>(rows) + kTile - 1) / kTile;
  const unsigned first_column = blockIdx.x % column_tiles * kTile;
  const unsigned first_row = blockIdx.x / column_tiles % row_tiles * kTile;
  const unsigned batch = blockIdx.x / column_tiles / row_tiles;
  const long long b0 = batch / batch1;
  const long long b1 = batch % batch1;
  x += b0 * x_batch0 + b1 * x_batch1;
  y += b0 * y_batch0 + b1 * y_batch1;

  const unsigned column = first_column + threadIdx.x;
  for (int i = threadIdx.y; i < kTile; i += kRowsAtOnce) {
    if (column < columns && first_row + i < rows) {
      tile[i][threadIdx.x] = x[static_cast<long long>(first_row + i) * x_row + column];
    }
  }
  __syncthreads();
  const unsigned row = first_row + threadIdx.x;
  for (int i = threadIdx.y; i < kTile; i += kRowsAtOnce) {
    if (row < rows && first_column + i < columns) {
      y[static_cast<long long>(first_column + i) * y_column + row] = tile[threadIdx.x][i];
    }
  }
}
