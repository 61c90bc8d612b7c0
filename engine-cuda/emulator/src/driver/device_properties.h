#ifndef EMULATOR_DRIVER_DEVICE_PROPERTIES_H_
#define EMULATOR_DRIVER_DEVICE_PROPERTIES_H_

#include <cstddef>

#include "cuda_types.h"
#include "options.h"

namespace emulator {

// CUDA 12.9, that of the NVRTC that the tests use; its PTX is version 8.8 at most.
constexpr int kDriverVersion = 12090;
constexpr int kNewestPtxMajor = 8;
constexpr int kNewestPtxMinor = 8;

// CUdevice_attribute's last value in CUDA 12.9.
constexpr int kLastDeviceAttribute = 143;

constexpr size_t kDefaultSharedPerBlock = 48 << 10;

// Hardware limits of a compute capability, from the table of technical specifications in NVIDIA's
// CUDA C++ programming guide.
struct Limits {
  int threads_per_multiprocessor;
  int blocks_per_multiprocessor;
  int shared_per_multiprocessor;
  int shared_per_block_optin;
  int reserved_shared_per_block;
  int registers_per_multiprocessor;
};

Limits limitsOf(const Options& options);

// 0 for what the emulated device doesn't have.
int deviceAttribute(int attribute, const Options& options);

CUdevprop deviceProperties(const Options& options);

}  // namespace emulator

#endif  // EMULATOR_DRIVER_DEVICE_PROPERTIES_H_
