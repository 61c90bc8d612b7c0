package io.deltarule.cuda.driver;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/** The devices of this machine, looked at without a context. */
public final class Devices {
  private static final int NAME_BYTES = 256;

  private Devices() {}

  /** Initialises the driver; may be called any number of times. */
  public static void initialise(Status status) {
    status.check(JCudaDriver.cuInit(0), "cuInit");
  }

  /** The newest CUDA version that the driver knows: 1000 * major + 10 * minor. */
  public static int driverVersion(Status status) {
    int[] version = new int[1];
    status.check(JCudaDriver.cuDriverGetVersion(version), "cuDriverGetVersion");
    return version[0];
  }

  /** How many there are. */
  public static int count(Status status) {
    int[] count = new int[1];
    status.check(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount");
    return count[0];
  }

  static CUdevice handle(Status status, int ordinal) {
    CUdevice device = new CUdevice();
    status.check(
        JCudaDriver.cuDeviceGet(device, ordinal), "cuDeviceGet", () -> "device " + ordinal);
    return device;
  }

  /** What a device says of itself. */
  public static DeviceInfo info(Status status, int ordinal) {
    CUdevice device = handle(status, ordinal);
    byte[] bytes = new byte[NAME_BYTES];
    status.check(JCudaDriver.cuDeviceGetName(bytes, bytes.length, device), "cuDeviceGetName");
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    String name = new String(bytes, 0, length, StandardCharsets.UTF_8);
    long[] total = new long[1];
    status.check(JCudaDriver.cuDeviceTotalMem(total, device), "cuDeviceTotalMem");
    int sharedBytes =
        attribute(
            status, device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK);
    return new DeviceInfo(
        ordinal,
        name,
        attribute(status, device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(status, device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
        attribute(status, device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        attribute(status, device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK),
        sharedBytes,
        Math.max(
            sharedBytes,
            attribute(
                status,
                device,
                CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN)),
        total[0],
        name.toLowerCase(Locale.ROOT).contains("emulated"));
  }

  /** Free bytes of a device's memory; opens and closes a context for it. */
  public static long freeBytes(Status status, int ordinal) {
    CUcontext context = new CUcontext();
    status.check(JCudaDriver.cuCtxCreate(context, 0, handle(status, ordinal)), "cuCtxCreate");
    try {
      long[] free = new long[1];
      status.check(JCudaDriver.cuMemGetInfo(free, new long[1]), "cuMemGetInfo");
      return free[0];
    } finally {
      JCudaDriver.cuCtxDestroy(context);
    }
  }

  private static int attribute(Status status, CUdevice device, int attribute) {
    int[] value = new int[1];
    status.check(
        JCudaDriver.cuDeviceGetAttribute(value, attribute, device),
        "cuDeviceGetAttribute",
        () -> CUdevice_attribute.stringFor(attribute));
    return value[0];
  }
}
