package io.deltarule.cuda.emulator;

import static jcuda.nvrtc.JNvrtc.nvrtcCompileProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcCreateProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcDestroyProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcGetCUBIN;
import static jcuda.nvrtc.JNvrtc.nvrtcGetCUBINSize;
import static jcuda.nvrtc.JNvrtc.nvrtcGetPTX;
import static jcuda.nvrtc.JNvrtc.nvrtcGetProgramLog;

import jcuda.nvrtc.nvrtcProgram;

/** The kernels of these tests, compiled once by the real NVRTC. */
final class TestKernels {
  private static final String SOURCE =
      """
      __constant__ float factor = 2.0f;
      __device__ float offset[4] = {1.0f, 2.0f, 3.0f, 4.0f};
      extern "C" {
      // c = a + b, elementwise.
      __global__ void vector_add(const float* a, const float* b, float* c, int n) {
        int i = blockIdx.x * blockDim.x + threadIdx.x;
        if (i < n) c[i] = a[i] + b[i];
      }
      // x = x * scale + shift; without a bounds check.
      __global__ void scale_shift(float* x, float scale, float shift) {
        int i = blockIdx.x * blockDim.x + threadIdx.x;
        x[i] = x[i] * scale + shift;
      }
      // y = the block's x, back to front, through dynamic shared memory.
      __global__ void reverse(const float* x, float* y) {
        extern __shared__ float tile[];
        tile[threadIdx.x] = x[threadIdx.x];
        __syncthreads();
        y[threadIdx.x] = tile[blockDim.x - 1 - threadIdx.x];
      }
      // The same without the barrier that it needs.
      __global__ void reverse_unsynchronised(const float* x, float* y) {
        extern __shared__ float tile[];
        tile[threadIdx.x] = x[threadIdx.x];
        y[threadIdx.x] = tile[blockDim.x - 1 - threadIdx.x];
      }
      __global__ void from_variables(float* y) { y[threadIdx.x] = offset[threadIdx.x] * factor; }
      __global__ void __launch_bounds__(64) small_block(float* y) { y[threadIdx.x] = 1.0f; }
      }
      """;

  static final String PTX = ptx(SOURCE);

  private TestKernels() {}

  static String ptx(String source) {
    nvrtcProgram program = compile(source, "--gpu-architecture=compute_80");
    String[] ptx = {null};
    succeed(program, nvrtcGetPTX(program, ptx));
    nvrtcDestroyProgram(program);
    return ptx[0];
  }

  static byte[] cubin() {
    nvrtcProgram program = compile(SOURCE, "--gpu-architecture=sm_80");
    long[] size = {0};
    succeed(program, nvrtcGetCUBINSize(program, size));
    byte[] cubin = new byte[(int) size[0]];
    succeed(program, nvrtcGetCUBIN(program, cubin));
    nvrtcDestroyProgram(program);
    return cubin;
  }

  private static nvrtcProgram compile(String source, String option) {
    nvrtcProgram program = new nvrtcProgram();
    succeed(program, nvrtcCreateProgram(program, source, "test.cu", 0, null, null));
    succeed(program, nvrtcCompileProgram(program, 1, new String[] {option}));
    return program;
  }

  private static void succeed(nvrtcProgram program, int result) {
    if (result != 0) {
      String[] log = {null};
      nvrtcGetProgramLog(program, log);
      throw new AssertionError("NVRTC result " + result + ": " + log[0]);
    }
  }
}
