package io.deltarule.cuda.emulator;

import static jcuda.driver.JCudaDriver.cuCtxCreate;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceTotalMem;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuMemAlloc;

import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;

/** Prints what a process with its own environment sees of the emulated device. */
final class EnvironmentProbe {
  private EnvironmentProbe() {}

  public static void main(String[] args) {
    CUdevice device = new CUdevice();
    System.out.println("init " + cuInit(0));
    int[] major = {0};
    int[] minor = {0};
    cuDeviceGetAttribute(
        major, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device);
    cuDeviceGetAttribute(
        minor, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device);
    System.out.println("capability " + major[0] + "." + minor[0]);
    long[] bytes = {0};
    cuDeviceTotalMem(bytes, device);
    System.out.println("memory " + bytes[0]);
    cuCtxCreate(new CUcontext(), 0, device);
    for (int i = 1; i <= 3; i++) {
      System.out.println("allocation " + i + " " + cuMemAlloc(new CUdeviceptr(), 4));
    }
  }
}
