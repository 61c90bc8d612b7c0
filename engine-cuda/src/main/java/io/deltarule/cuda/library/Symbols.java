package io.deltarule.cuda.library;

import java.util.List;

/**
 * What JCuda's natives call of each library for the methods that this engine calls. JCuda 12.6 was
 * built against CUDA 12.0, whose headers append the suffixes.
 */
final class Symbols {
  static final List<String> DRIVER =
      List.of(
          "cuInit",
          "cuDriverGetVersion",
          "cuDeviceGet",
          "cuDeviceGetAttribute",
          "cuDeviceGetCount",
          "cuDeviceGetName",
          "cuDeviceTotalMem_v2",
          "cuCtxCreate_v2",
          "cuCtxDestroy_v2",
          "cuCtxSetCurrent",
          "cuCtxSynchronize",
          "cuStreamCreate",
          "cuStreamDestroy_v2",
          "cuStreamSynchronize",
          "cuStreamWaitEvent",
          "cuStreamBeginCapture_v2",
          "cuStreamEndCapture",
          "cuEventCreate",
          "cuEventDestroy_v2",
          "cuEventRecord",
          "cuEventSynchronize",
          "cuGraphDestroy",
          "cuGraphExecDestroy",
          "cuGraphInstantiateWithFlags",
          "cuGraphLaunch",
          "cuMemAlloc_v2",
          "cuMemFree_v2",
          "cuMemFreeHost",
          "cuMemGetInfo_v2",
          "cuMemHostAlloc",
          "cuMemcpyDtoDAsync_v2",
          "cuMemcpyDtoHAsync_v2",
          "cuMemcpyHtoDAsync_v2",
          "cuMemsetD8Async",
          "cuModuleLoadData",
          "cuModuleUnload",
          "cuModuleGetFunction",
          "cuFuncGetAttribute",
          "cuFuncSetAttribute",
          "cuLaunchKernel");

  static final List<String> NVRTC =
      List.of(
          "nvrtcVersion",
          "nvrtcGetNumSupportedArchs",
          "nvrtcGetSupportedArchs",
          "nvrtcCreateProgram",
          "nvrtcDestroyProgram",
          "nvrtcCompileProgram",
          "nvrtcGetPTX",
          "nvrtcGetPTXSize",
          "nvrtcGetCUBIN",
          "nvrtcGetCUBINSize",
          "nvrtcGetProgramLog",
          "nvrtcGetProgramLogSize");

  static final List<String> CUBLAS =
      List.of(
          "cublasCreate_v2",
          "cublasDestroy_v2",
          "cublasGetProperty",
          "cublasSetStream_v2",
          "cublasSetWorkspace_v2",
          "cublasSetMathMode",
          "cublasGemmStridedBatchedEx");

  private Symbols() {}
}
