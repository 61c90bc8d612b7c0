// Initialisation, version, and what the device says of itself.

#include <cstdio>
#include <cstring>

#include "device_properties.h"
#include "entry.h"

using namespace emulator;

namespace {

void requireDevice(CUdevice device) {
  require(device == 0, "the emulated device is number 0, the only one", CUDA_ERROR_INVALID_DEVICE);
}

}  // namespace

extern "C" {

CUresult cuInit(unsigned flags) {
  return always(__func__, [=](Driver& driver) {
    if (!driver.options_error.empty()) {
      driver.log.problem(driver.options_error);
      refuse(CUDA_ERROR_INVALID_VALUE, driver.options_error);
    }
    require(flags == 0, "flags must be 0");
    driver.initialised = true;
  });
}

CUresult cuDriverGetVersion(int* version) {
  return always(__func__, [=](Driver&) {
    require(version != nullptr, "null pointer for the version");
    *version = kDriverVersion;
  });
}

CUresult cuDeviceGetCount(int* count) {
  return initialised(__func__, [=](Driver&) {
    require(count != nullptr, "null pointer for the count");
    *count = 1;
  });
}

CUresult cuDeviceGet(CUdevice* device, int ordinal) {
  return initialised(__func__, [=](Driver&) {
    require(device != nullptr, "null pointer for the device");
    requireDevice(ordinal);
    *device = 0;
  });
}

CUresult cuDeviceGetName(char* name, int length, CUdevice device) {
  return initialised(__func__, [=](Driver& driver) {
    requireDevice(device);
    require(name != nullptr && length > 0, "no room for the name");
    std::snprintf(name, static_cast<size_t>(length), "CUDA emulated device (no GPU), sm_%d%d",
                  driver.options.capability_major, driver.options.capability_minor);
  });
}

CUresult cuDeviceGetUuid(CUuuid* uuid, CUdevice device) {
  return initialised(__func__, [=](Driver&) {
    requireDevice(device);
    require(uuid != nullptr, "null pointer for the UUID");
    std::memcpy(uuid->bytes, "emulated device", sizeof uuid->bytes);
  });
}

CUresult cuDeviceGetUuid_v2(CUuuid* uuid, CUdevice device) {
  return cuDeviceGetUuid(uuid, device);
}

CUresult cuDeviceTotalMem_v2(size_t* bytes, CUdevice device) {
  return initialised(__func__, [=](Driver& driver) {
    requireDevice(device);
    require(bytes != nullptr, "null pointer for the size");
    *bytes = driver.memory.limit();
  });
}

CUresult cuDeviceGetAttribute(int* value, int attribute, CUdevice device) {
  return initialised(__func__, [=](Driver& driver) {
    requireDevice(device);
    require(value != nullptr, "null pointer for the attribute's value");
    require(attribute >= 1 && attribute <= kLastDeviceAttribute, "no such device attribute");
    *value = deviceAttribute(attribute, driver.options);
  });
}

CUresult cuDeviceComputeCapability(int* major, int* minor, CUdevice device) {
  return initialised(__func__, [=](Driver& driver) {
    requireDevice(device);
    require(major != nullptr && minor != nullptr, "null pointer for the capability");
    *major = driver.options.capability_major;
    *minor = driver.options.capability_minor;
  });
}

CUresult cuDeviceGetProperties(CUdevprop* properties, CUdevice device) {
  return initialised(__func__, [=](Driver& driver) {
    requireDevice(device);
    require(properties != nullptr, "null pointer for the properties");
    *properties = deviceProperties(driver.options);
  });
}

CUresult cuDeviceGetPCIBusId(char* id, int length, CUdevice device) {
  return initialised(__func__, [=](Driver&) {
    requireDevice(device);
    require(id != nullptr && length > 0, "no room for the bus id");
    std::snprintf(id, static_cast<size_t>(length), "0000:00:00.0");
  });
}

CUresult cuDeviceCanAccessPeer(int* can, CUdevice device, CUdevice peer) {
  return initialised(__func__, [=](Driver&) {
    requireDevice(device);
    requireDevice(peer);
    require(can != nullptr, "null pointer for the answer");
    *can = 0;
  });
}

}  // extern "C"
