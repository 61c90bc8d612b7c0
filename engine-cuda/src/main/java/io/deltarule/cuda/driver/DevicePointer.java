package io.deltarule.cuda.driver;

import jcuda.driver.CUdeviceptr;

/** A device pointer that tells its address, which JCuda keeps to its subclasses. */
final class DevicePointer extends CUdeviceptr {
  DevicePointer() {}

  private DevicePointer(DevicePointer base, long bytes) {
    super(base, bytes);
  }

  /** The address; 0 before an allocation. */
  long address() {
    return getNativePointer() + getByteOffset();
  }

  @Override
  public DevicePointer withByteOffset(long bytes) {
    return new DevicePointer(this, bytes);
  }
}
