// Counter-based random numbers, Philox4x32-10: the bits of io.deltarule.random on every backend.
//
//   key      (seed_0, seed_1)             counter  (low(i / 4), high(i / 4), step, stream)
//   uniform  (word >>> 8) * 2^-24, element i takes output word i % 4: exact, the same bits
//   normal   Box-Muller of the words (w0, w1) and (w2, w3), evaluated in float32:
//            u1 = ((w >>> 8) + 1) 2^-24,  u2 = (w' >>> 8) 2^-24,
//            sqrt(-2 ln u1) * (cos, sin)(2 pi u2)
//
// Shapes     y [N]; seed [2] and step [] are read from memory, so that a captured graph draws anew.
// Blocks     256 threads, one counter block (4 elements) a thread, grid ceil(N / 1024). No shared
//            memory.
// Alignment  4 bytes; all indices fit in 31 bits.
// Source     J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
//            SC 2011; G. Box, M. Muller (1958).

namespace {

constexpr int kBlock = 256;
constexpr int kWords = 4;

__device__ __forceinline__ uint4 philox(uint4 c, unsigned k0, unsigned k1) {
#pragma unroll
  for (int round = 0; round < 10; ++round) {
    const unsigned high0 = __umulhi(0xD2511F53u, c.x);
    const unsigned high1 = __umulhi(0xCD9E8D57u, c.z);
    c = make_uint4(high1 ^ c.y ^ k0, 0xCD9E8D57u * c.z, high0 ^ c.w ^ k1, 0xD2511F53u * c.x);
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return c;
}

// The upper 24 bits as a number on [0, 1).
__device__ __forceinline__ float fraction(unsigned word) { return (word >> 8) * 0x1p-24f; }

__device__ __forceinline__ float2 normal_pair(unsigned w0, unsigned w1) {
  const float radius = sqrtf(-2.0f * logf(fraction(w0) + 0x1p-24f));
  float sine;
  float cosine;
  sincospif(2.0f * fraction(w1), &sine, &cosine);
  return make_float2(radius * cosine, radius * sine);
}

__device__ __forceinline__ void store(float* y, unsigned first, unsigned count, float4 v) {
  if (first < count) y[first] = v.x;
  if (first + 1 < count) y[first + 1] = v.y;
  if (first + 2 < count) y[first + 2] = v.z;
  if (first + 3 < count) y[first + 3] = v.w;
}

__device__ __forceinline__ uint4 words(const int* seed, const int* step, unsigned stream,
                                       unsigned block) {
  return philox(make_uint4(block, 0, *step, stream), seed[0], seed[1]);
}

}  // namespace

extern "C" __global__ void __launch_bounds__(kBlock)
    random_uniform(float* y, const int* seed, const int* step, int stream, int count) {
  const unsigned block = blockIdx.x * kBlock + threadIdx.x;
  const uint4 w = words(seed, step, stream, block);
  store(y, block * kWords, count,
        make_float4(fraction(w.x), fraction(w.y), fraction(w.z), fraction(w.w)));
}

extern "C" __global__ void __launch_bounds__(kBlock)
    random_normal(float* y, const int* seed, const int* step, int stream, int count) {
  const unsigned block = blockIdx.x * kBlock + threadIdx.x;
  const uint4 w = words(seed, step, stream, block);
  const float2 first = normal_pair(w.x, w.y);
  const float2 second = normal_pair(w.z, w.w);
  store(y, block * kWords, count, make_float4(first.x, first.y, second.x, second.y));
}
