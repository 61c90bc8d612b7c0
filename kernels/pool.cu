// Pooling over up to three axes: maxima and means of windows, and their gradients.
//
//   max_pool               y[p, o] = max over r of x[p, o S - L + r D]; places[p, o] = where
//   max_pool_gradient      dx[p, i] = sum over the o with places[p, o] = i of dy[p, o]
//   max_pool_select        y[p, o] = x[p, places[p, o]]
//   average_pool           y[p, o] = sum over r of x[p, o S - L + r D] / count(o)
//   average_pool_gradient  dx[p, i] = sum over the o whose window has i of dy[p, o] / count(o)
//
// Shapes     x [P, inputs], y and places [P, outputs], row-major: P planes, one for each channel of
//            each sample; inputs, outputs and taps have three axes, of which the outer ones may be
//            1. S, L, D: stride, padding before, dilation of each axis. A place is the row-major
//            index of an input in its plane.
// NaN        the first NaN, or else the first maximum. A window without an input: -infinity at -1.
// Mapping    a thread an element of the result, block 256, grid ceil(elements / 256). A gradient
//            asks which windows an input is in, in ascending o: nothing is added atomically. No
//            shared memory.
// Alignment  that of the element type. All sizes and indices fit in 31 bits.
// Source     the definitions of io.deltarule.op.MaxPool and AveragePool.

namespace {

constexpr int kBlock = 256;

// Blocks a multiprocessor that the gradients are content with: for more, the compiler would spill.
constexpr int kResident = 4;

struct Axis {
  int inputs;
  int outputs;
  int taps;
  int stride;
  int low;
  int dilation;

  // The first and the last output, one further, whose window reaches over an input.
  __device__ __forceinline__ int first_output(int input) const {
    const int behind = input + low - (taps - 1) * dilation;
    return behind <= 0 ? 0 : (behind + stride - 1) / stride;
  }
  __device__ __forceinline__ int end_output(int input) const {
    return min(outputs, (input + low) / stride + 1);
  }

  // Whether a window that reaches over an input has it among its taps.
  __device__ __forceinline__ bool meets(int output, int input) const {
    return (input + low - output * stride) % dilation == 0;
  }

  // The taps of an output that are within the input, and their number.
  __device__ __forceinline__ int first_tap(int output) const {
    const int start = output * stride - low;
    return start >= 0 ? 0 : min(taps, (dilation - 1 - start) / dilation);
  }
  __device__ __forceinline__ int end_tap(int output) const {
    const int start = output * stride - low;
    const int end = start >= inputs ? 0 : (inputs - 1 - start) / dilation + 1;
    return max(first_tap(output), min(taps, end));
  }
  __device__ __forceinline__ int tap_count(int output) const {
    return end_tap(output) - first_tap(output);
  }

  __device__ __forceinline__ int input(int output, int tap) const {
    return output * stride - low + tap * dilation;
  }
};

struct Window {
  Axis d;
  Axis h;
  Axis w;

  __device__ __forceinline__ int inputs() const { return d.inputs * h.inputs * w.inputs; }
  __device__ __forceinline__ int outputs() const { return d.outputs * h.outputs * w.outputs; }

  __device__ __forceinline__ int count(int od, int oh, int ow, int counts_padding) const {
    return counts_padding ? d.taps * h.taps * w.taps
                          : max(1, d.tap_count(od) * h.tap_count(oh) * w.tap_count(ow));
  }
};

// Calls visit(place) for every input of the window of output `o` of a plane, in order.
template <class Visit>
__device__ __forceinline__ void each_input(const Window& window, int od, int oh, int ow,
                                           const Visit& visit) {
  for (int rd = window.d.first_tap(od); rd < window.d.end_tap(od); ++rd) {
    for (int rh = window.h.first_tap(oh); rh < window.h.end_tap(oh); ++rh) {
      const int row = (window.d.input(od, rd) * window.h.inputs + window.h.input(oh, rh)) *
                      window.w.inputs;
      for (int rw = window.w.first_tap(ow); rw < window.w.end_tap(ow); ++rw) {
        visit(row + window.w.input(ow, rw));
      }
    }
  }
}

// Calls visit(od, oh, ow) for every output whose window has an input of a plane, in order.
template <class Visit>
__device__ __forceinline__ void each_output(const Window& window, int input, const Visit& visit) {
  const int iw = input % window.w.inputs;
  const int ih = input / window.w.inputs % window.h.inputs;
  const int id = input / window.w.inputs / window.h.inputs;
  for (int od = window.d.first_output(id); od < window.d.end_output(id); ++od) {
    if (!window.d.meets(od, id)) continue;
    for (int oh = window.h.first_output(ih); oh < window.h.end_output(ih); ++oh) {
      if (!window.h.meets(oh, ih)) continue;
      for (int ow = window.w.first_output(iw); ow < window.w.end_output(iw); ++ow) {
        if (window.w.meets(ow, iw)) visit(od, oh, ow);
      }
    }
  }
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
    max_pool(float* y, int* places, const float* x, int count, WINDOW_PARAMETERS) {
  const Window window = WINDOW;
  const unsigned at = blockIdx.x * kBlock + threadIdx.x;
  if (at >= static_cast<unsigned>(count)) return;
  const float* plane = x + static_cast<long long>(at / window.outputs()) * window.inputs();
  const int o = at % window.outputs();
  const int row = o / window.w.outputs;
  float largest = __int_as_float(0xff800000);
  int place = -1;
  each_input(window, row / window.h.outputs, row % window.h.outputs, o % window.w.outputs,
             [&](int input) {
               const float value = plane[input];
               if (place < 0 || value > largest || (isnan(value) && !isnan(largest))) {
                 largest = value;
                 place = input;
               }
             });
  y[at] = largest;
  places[at] = place;
}

extern "C" __global__ void __launch_bounds__(kBlock, kResident)
    max_pool_gradient(float* dx, const float* dy, const int* places, int count,
                      WINDOW_PARAMETERS) {
  const Window window = WINDOW;
  const unsigned at = blockIdx.x * kBlock + threadIdx.x;
  if (at >= static_cast<unsigned>(count)) return;
  const int input = at % window.inputs();
  const long long plane = static_cast<long long>(at / window.inputs()) * window.outputs();
  float sum = 0.0f;
  each_output(window, input, [&](int od, int oh, int ow) {
    const long long o = plane + (od * window.h.outputs + oh) * window.w.outputs + ow;
    if (places[o] == input) sum += dy[o];
  });
  dx[at] = sum;
}

extern "C" __global__ void __launch_bounds__(kBlock)
    max_pool_select(float* y, const float* x, const int* places, int count, int inputs,
                    int outputs) {
  const unsigned at = blockIdx.x * kBlock + threadIdx.x;
  if (at >= static_cast<unsigned>(count)) return;
  const int place = places[at];
  const long long plane = static_cast<long long>(at / outputs) * inputs;
  y[at] = 0 <= place && place < inputs ? x[plane + place] : 0.0f;
}

extern "C" __global__ void __launch_bounds__(kBlock)
    average_pool(float* y, const float* x, int count, int counts_padding, WINDOW_PARAMETERS) {
  const Window window = WINDOW;
  const unsigned at = blockIdx.x * kBlock + threadIdx.x;
  if (at >= static_cast<unsigned>(count)) return;
  const float* plane = x + static_cast<long long>(at / window.outputs()) * window.inputs();
  const int o = at % window.outputs();
  const int od = o / window.w.outputs / window.h.outputs;
  const int oh = o / window.w.outputs % window.h.outputs;
  const int ow = o % window.w.outputs;
  float sum = 0.0f;
  each_input(window, od, oh, ow, [&](int input) { sum += plane[input]; });
  y[at] = sum / window.count(od, oh, ow, counts_padding);
}

extern "C" __global__ void __launch_bounds__(kBlock, kResident)
    average_pool_gradient(float* dx, const float* dy, int count, int counts_padding,
                          WINDOW_PARAMETERS) {
  const Window window = WINDOW;
  const unsigned at = blockIdx.x * kBlock + threadIdx.x;
  if (at >= static_cast<unsigned>(count)) return;
  const long long plane = static_cast<long long>(at / window.inputs()) * window.outputs();
  float sum = 0.0f;
  each_output(window, at % window.inputs(), [&](int od, int oh, int ow) {
    const long long o = plane + (od * window.h.outputs + oh) * window.w.outputs + ow;
    sum += dy[o] / window.count(od, oh, ow, counts_padding);
  });
  dx[at] = sum;
}
