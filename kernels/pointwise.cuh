// What generated pointwise kernels are made of: elements in lanes of a vector, and the scalar
// operations of io.deltarule.expr where CUDA's own functions differ from them.
//
// Generated  one kernel an expression list: y_j[p] = e_j(x_0[p], x_1[p], ...), the inputs broadcast
//            to the shape of the outputs. Each thread computes V neighbouring elements (1, 2 or 4);
//            block 256, grid ceil(ceil(N / V) / 256). No shared memory. All of a thread's elements
//            are read before any is written, so that an output may lie where an input lies.
// Alignment  4 V bytes where V elements are moved at once: the launcher chooses V by the addresses.
// Rounding   compiled with --fmad=false: each operation rounds as the expression says it, so that
//            x y - x y is 0; with IEEE division and roots, with subnormal numbers, and with the
//            accurate elementary functions (1 or 2 units in the last place, powf 4).

constexpr unsigned kBlock = 256;

template <class T, int V>
struct alignas(sizeof(T) * V) Pack {
  T lane[V];
};

// V neighbours.
template <int V, class T>
__device__ __forceinline__ Pack<T, V> load(const T* from) {
  return *reinterpret_cast<const Pack<T, V>*>(from);
}

// V neighbours, of which the first `valid` exist, from an address that is aligned for one element.
template <int V, class T>
__device__ __forceinline__ Pack<T, V> load_unaligned(const T* from, unsigned valid) {
  Pack<T, V> pack;
#pragma unroll
  for (int k = 0; k < V; ++k) {
    pack.lane[k] = k < valid ? from[k] : T();
  }
  return pack;
}

// The same from an aligned address.
template <int V, class T>
__device__ __forceinline__ Pack<T, V> load(const T* from, unsigned valid) {
  return valid >= V ? load<V>(from) : load_unaligned<V>(from, valid);
}

// V elements a stride apart.
template <int V, class T>
__device__ __forceinline__ Pack<T, V> load_strided(const T* from, unsigned stride) {
  Pack<T, V> pack;
#pragma unroll
  for (int k = 0; k < V; ++k) {
    pack.lane[k] = from[k * stride];
  }
  return pack;
}

// One element V times.
template <int V, class T>
__device__ __forceinline__ Pack<T, V> repeat(T element) {
  Pack<T, V> pack;
#pragma unroll
  for (int k = 0; k < V; ++k) {
    pack.lane[k] = element;
  }
  return pack;
}

template <int V, class T>
__device__ __forceinline__ void store(T* to, const Pack<T, V>& pack) {
  *reinterpret_cast<Pack<T, V>*>(to) = pack;
}

template <int V, class T>
__device__ __forceinline__ void store(T* to, unsigned valid, const Pack<T, V>& pack) {
  if (valid >= V) {
    store(to, pack);
    return;
  }
#pragma unroll
  for (int k = 0; k < V; ++k) {
    if (k < valid) to[k] = pack.lane[k];
  }
}

// NaN if either is NaN, and -0 is smaller than 0: equal zeros differ by their sign bit alone.
__device__ __forceinline__ float minimum(float a, float b) {
  if (a < b) return a;
  if (a > b) return b;
  return a == b ? __int_as_float(__float_as_int(a) | __float_as_int(b)) : a + b;
}

__device__ __forceinline__ float maximum(float a, float b) {
  if (a > b) return a;
  if (a < b) return b;
  return a == b ? __int_as_float(__float_as_int(a) & __float_as_int(b)) : a + b;
}

__device__ __forceinline__ int minimum(int a, int b) { return a < b ? a : b; }

__device__ __forceinline__ int maximum(int a, int b) { return a > b ? a : b; }

// Java's rule where it differs from C's: 1 to the power NaN, and 1 or -1 to an infinite one, are
// NaN.
__device__ __forceinline__ float power(float x, float y) {
  if (y == 0.0f) return 1.0f;
  if (x != x || y != y) return x + y;
  const float infinity = __int_as_float(0x7f800000);
  if (fabsf(x) == 1.0f && fabsf(y) == infinity) return __int_as_float(0x7fffffff);
  return powf(x, y);
}

__device__ __forceinline__ float sign(float x) {
  return x > 0.0f ? 1.0f : (x < 0.0f ? -1.0f : x);
}

__device__ __forceinline__ bool is_finite(float x) { return fabsf(x) <= 0x1.fffffep127f; }

// Integers wrap around at 32 bits.
__device__ __forceinline__ int add(int a, int b) {
  return static_cast<int>(static_cast<unsigned>(a) + static_cast<unsigned>(b));
}

__device__ __forceinline__ int subtract(int a, int b) {
  return static_cast<int>(static_cast<unsigned>(a) - static_cast<unsigned>(b));
}

__device__ __forceinline__ int multiply(int a, int b) {
  return static_cast<int>(static_cast<unsigned>(a) * static_cast<unsigned>(b));
}

__device__ __forceinline__ int absolute(int a) { return a < 0 ? subtract(0, a) : a; }

