#include "device_properties.h"

#include <climits>

namespace emulator {
namespace {

constexpr int kKiB = 1024;
constexpr int kMultiprocessors = 4;

}  // namespace

Limits limitsOf(const Options& options) {
  switch (options.capability_major * 10 + options.capability_minor) {
    case 75: return {1024, 16, 64 * kKiB, 64 * kKiB, 0, 65536};
    case 80: return {2048, 32, 164 * kKiB, 163 * kKiB, kKiB, 65536};
    case 86: return {1536, 16, 100 * kKiB, 99 * kKiB, kKiB, 65536};
    case 87: return {1536, 16, 164 * kKiB, 163 * kKiB, kKiB, 65536};
    case 89: return {1536, 24, 100 * kKiB, 99 * kKiB, kKiB, 65536};
    case 90:
    case 100: return {2048, 32, 228 * kKiB, 227 * kKiB, kKiB, 65536};
    case 120: return {1536, 24, 100 * kKiB, 99 * kKiB, kKiB, 65536};
    // What every generation since 5.0 has.
    default: return {1024, 16, 64 * kKiB, 48 * kKiB, 0, 65536};
  }
}

int deviceAttribute(int attribute, const Options& options) {
  Limits limits = limitsOf(options);
  switch (attribute) {
    case 1: return 1024;               // MAX_THREADS_PER_BLOCK
    case 2: return 1024;               // MAX_BLOCK_DIM_X
    case 3: return 1024;               // MAX_BLOCK_DIM_Y
    case 4: return 64;                 // MAX_BLOCK_DIM_Z
    case 5: return INT_MAX;            // MAX_GRID_DIM_X
    case 6: return 65535;              // MAX_GRID_DIM_Y
    case 7: return 65535;              // MAX_GRID_DIM_Z
    case 8: return static_cast<int>(kDefaultSharedPerBlock);
    case 9: return 64 * kKiB;          // TOTAL_CONSTANT_MEMORY
    case 10: return 32;                // WARP_SIZE
    case 11: return INT_MAX;           // MAX_PITCH
    case 12: return 65536;             // MAX_REGISTERS_PER_BLOCK
    case 13: return 1000;              // CLOCK_RATE, in kHz: a number, not a claim
    case 14: return 512;               // TEXTURE_ALIGNMENT
    case 15: return 1;                 // GPU_OVERLAP
    case 16: return kMultiprocessors;  // MULTIPROCESSOR_COUNT
    case 19: return 1;                 // CAN_MAP_HOST_MEMORY
    case 31: return 1;                 // CONCURRENT_KERNELS
    case 36: return 1000;              // MEMORY_CLOCK_RATE
    case 37: return 64;                // GLOBAL_MEMORY_BUS_WIDTH
    case 38: return 4096 * kKiB;       // L2_CACHE_SIZE
    case 39: return limits.threads_per_multiprocessor;
    case 40: return 2;                 // ASYNC_ENGINE_COUNT
    case 41: return 1;                 // UNIFIED_ADDRESSING
    case 75: return options.capability_major;
    case 76: return options.capability_minor;
    case 78: return 1;                 // STREAM_PRIORITIES_SUPPORTED
    case 79: return 1;                 // GLOBAL_L1_CACHE_SUPPORTED
    case 80: return 1;                 // LOCAL_L1_CACHE_SUPPORTED
    case 81: return limits.shared_per_multiprocessor;
    case 82: return limits.registers_per_multiprocessor;
    case 87: return 2;                 // SINGLE_TO_DOUBLE_PRECISION_PERF_RATIO
    case 91: return 1;                 // CAN_USE_HOST_POINTER_FOR_REGISTERED_MEM
    case 97: return limits.shared_per_block_optin;
    case 99: return 1;                 // HOST_REGISTER_SUPPORTED
    case 106: return limits.blocks_per_multiprocessor;
    case 111: return limits.reserved_shared_per_block;
    case 115: return 1;                // MEMORY_POOLS_SUPPORTED
    default: return 0;
  }
}

CUdevprop deviceProperties(const Options& options) {
  auto value = [&](int attribute) { return deviceAttribute(attribute, options); };
  return {value(1),
          {value(2), value(3), value(4)},
          {value(5), value(6), value(7)},
          value(8),
          value(9),
          value(10),
          value(11),
          value(12),
          value(13),
          value(14)};
}

}  // namespace emulator
