package io.deltarule.cuda.driver;

import jcuda.driver.CUresult;

/** What is known of the driver's error codes, after the documentation of {@code CUresult}. */
final class DriverErrors {
  private DriverErrors() {}

  /** True for codes that leave the context unusable: every later call returns them again. */
  static boolean isSticky(int code) {
    return switch (code) {
      case CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
          CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
          CUresult.CUDA_ERROR_LAUNCH_TIMEOUT,
          CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED,
          CUresult.CUDA_ERROR_ASSERT,
          CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR,
          CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
          CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
          CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
          CUresult.CUDA_ERROR_INVALID_PC,
          CUresult.CUDA_ERROR_LAUNCH_FAILED,
          CUresult.CUDA_ERROR_UNKNOWN ->
          true;
      default -> false;
    };
  }

  /** What to do about a code, starting with "; ", or nothing. */
  static String remedy(int code) {
    return switch (code) {
      case CUresult.CUDA_ERROR_OUT_OF_MEMORY ->
          "; use a smaller batch, or end what else uses the device's memory (nvidia-smi lists it)";
      case CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
          CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
          CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
          CUresult.CUDA_ERROR_ASSERT,
          CUresult.CUDA_ERROR_LAUNCH_FAILED ->
          "; a kernel launched before may be at fault: the setting cuda.sync=on names it";
      case CUresult.CUDA_ERROR_LAUNCH_TIMEOUT ->
          "; the device also drives a display, which limits how long a kernel may run; use a"
              + " smaller batch or another device";
      case CUresult.CUDA_ERROR_ECC_UNCORRECTABLE ->
          "; the device's memory is faulty: run nvidia-smi -q and restart the machine";
      case CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU, CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION ->
          "; the driver is older than libnvrtc.so.12: update the driver";
      default -> "";
    };
  }
}
