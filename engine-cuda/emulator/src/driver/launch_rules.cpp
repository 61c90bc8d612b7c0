#include "launch_rules.h"

#include <algorithm>
#include <climits>
#include <cstring>
#include <string>

#include "device_properties.h"
#include "refusal.h"

namespace emulator {
namespace {

constexpr unsigned kMaxThreads = 1024;
constexpr unsigned kMaxBlockZ = 64;
constexpr unsigned kMaxGridYZ = 65535;
constexpr unsigned kWarp = 32;

// CU_LAUNCH_PARAM_*, as cuLaunchKernel's `extra` has them.
const uintptr_t kParamEnd = 0;
const uintptr_t kParamBufferPointer = 1;
const uintptr_t kParamBufferSize = 2;

std::string text(Dim3 size) {
  return "(" + std::to_string(size.x) + ", " + std::to_string(size.y) + ", " +
         std::to_string(size.z) + ")";
}

void check(const KernelInfo& kernel, bool condition, const std::string& reason,
           CUresult otherwise = CUDA_ERROR_INVALID_VALUE) {
  if (!condition) refuse(otherwise, "kernel " + kernel.name + ": " + reason);
}

std::vector<unsigned char> fromBuffer(const KernelInfo& kernel, void** extra) {
  const unsigned char* buffer = nullptr;
  const size_t* size = nullptr;
  for (size_t at = 0; reinterpret_cast<uintptr_t>(extra[at]) != kParamEnd; at += 2) {
    uintptr_t what = reinterpret_cast<uintptr_t>(extra[at]);
    if (what == kParamBufferPointer) {
      buffer = static_cast<const unsigned char*>(extra[at + 1]);
    } else if (what == kParamBufferSize) {
      size = static_cast<const size_t*>(extra[at + 1]);
    } else {
      check(kernel, false, "unknown entry in extra");
    }
  }
  check(kernel, buffer != nullptr && size != nullptr, "extra lacks the buffer or its size");
  size_t needed = kernel.parameter_bytes();
  check(kernel, *size >= needed,
        "its parameters take " + std::to_string(needed) + " bytes, the buffer in extra has " +
            std::to_string(*size));
  return std::vector<unsigned char>(buffer, buffer + needed);
}

}  // namespace

void checkLaunch(const Function& function, Dim3 grid, Dim3 block, size_t dynamic_shared,
                 const Options& options) {
  const KernelInfo& kernel = *function.kernel;
  check(kernel, grid.x > 0 && grid.y > 0 && grid.z > 0, "empty grid " + text(grid));
  check(kernel, block.x > 0 && block.y > 0 && block.z > 0, "empty block " + text(block));
  check(kernel, grid.x <= INT_MAX && grid.y <= kMaxGridYZ && grid.z <= kMaxGridYZ,
        "grid " + text(grid) + " is larger than (2147483647, 65535, 65535)");
  check(kernel, block.x <= kMaxThreads && block.y <= kMaxThreads && block.z <= kMaxBlockZ,
        "block " + text(block) + " is larger than (1024, 1024, 64)");
  size_t threads = size_t{block.x} * block.y * block.z;
  check(kernel, threads <= kMaxThreads,
        "block " + text(block) + " has " + std::to_string(threads) + " threads, at most 1024");
  check(kernel, threads <= kernel.max_threads,
        "block " + text(block) + " has " + std::to_string(threads) +
            " threads, its launch bounds allow " + std::to_string(kernel.max_threads),
        CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES);
  size_t optin = static_cast<size_t>(limitsOf(options).shared_per_block_optin);
  check(kernel, dynamic_shared <= function.max_dynamic_shared,
        std::to_string(dynamic_shared) + " bytes of dynamic shared memory, at most " +
            std::to_string(function.max_dynamic_shared) +
            "; raise CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES");
  size_t shared = kernel.static_shared + dynamic_shared;
  size_t allowed = function.max_dynamic_shared > kDefaultSharedPerBlock ? optin
                                                                        : kDefaultSharedPerBlock;
  check(kernel, shared <= allowed,
        std::to_string(kernel.static_shared) + " bytes of static and " +
            std::to_string(dynamic_shared) + " of dynamic shared memory, together at most " +
            std::to_string(allowed));
}

std::vector<unsigned char> gatherParameters(const KernelInfo& kernel, void** parameters,
                                            void** extra) {
  check(kernel, parameters == nullptr || extra == nullptr, "both kernelParams and extra given");
  if (extra != nullptr) return fromBuffer(kernel, extra);
  std::vector<unsigned char> bytes(kernel.parameter_bytes());
  check(kernel, parameters != nullptr || kernel.parameters.empty(),
        "it has " + std::to_string(kernel.parameters.size()) + " parameters, none were given");
  for (size_t at = 0; at < kernel.parameters.size(); ++at) {
    const Parameter& parameter = kernel.parameters[at];
    check(kernel, parameters[at] != nullptr,
          "null pointer for parameter " + std::to_string(at) + " of " +
              std::to_string(kernel.parameters.size()));
    std::memcpy(bytes.data() + parameter.offset, parameters[at], parameter.size);
  }
  return bytes;
}

int blocksPerMultiprocessor(const Function& function, int block, size_t dynamic_shared,
                            const Options& options) {
  Limits limits = limitsOf(options);
  if (block <= 0 || static_cast<unsigned>(block) > function.kernel->max_threads) return 0;
  int warps = static_cast<int>((static_cast<unsigned>(block) + kWarp - 1) / kWarp);
  int by_threads = limits.threads_per_multiprocessor / (warps * static_cast<int>(kWarp));
  size_t shared = function.kernel->static_shared + dynamic_shared;
  if (shared > static_cast<size_t>(limits.shared_per_block_optin)) return 0;
  int reserved = static_cast<int>(shared) + limits.reserved_shared_per_block;
  int by_shared = reserved == 0 ? INT_MAX : limits.shared_per_multiprocessor / reserved;
  return std::min({by_threads, by_shared, limits.blocks_per_multiprocessor});
}

}  // namespace emulator
