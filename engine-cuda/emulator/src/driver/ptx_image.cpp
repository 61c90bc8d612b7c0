#include "ptx_image.h"

#include <cstdint>
#include <cstdio>
#include <cstring>

#include "device_properties.h"
#include "refusal.h"

namespace emulator {
namespace {

constexpr uint32_t kFatBinary = 0xBA55ED50;

// The text after a directive that starts a line, or null.
const char* directive(const std::string& ptx, const std::string& name) {
  size_t at = 0;
  while ((at = ptx.find(name, at)) != std::string::npos) {
    if (at == 0 || ptx[at - 1] == '\n') return ptx.c_str() + at + name.size();
    at += name.size();
  }
  return nullptr;
}

void checkVersion(const std::string& ptx) {
  const char* version = directive(ptx, ".version");
  int major = 0;
  int minor = 0;
  bool understood = version != nullptr && std::sscanf(version, " %d.%d", &major, &minor) == 2;
  require(understood, "the module is neither PTX nor a cubin", CUDA_ERROR_INVALID_IMAGE);
  bool newer = major > kNewestPtxMajor || (major == kNewestPtxMajor && minor > kNewestPtxMinor);
  if (!newer) return;
  refuse(CUDA_ERROR_UNSUPPORTED_PTX_VERSION,
         "PTX " + std::to_string(major) + "." + std::to_string(minor) +
             " is newer than what a driver of CUDA " + std::to_string(kDriverVersion / 1000) + "." +
             std::to_string(kDriverVersion % 1000 / 10) + " takes");
}

void checkTarget(const std::string& ptx, const Options& options) {
  const char* target = directive(ptx, ".target");
  int architecture = 0;
  bool understood = target != nullptr && std::sscanf(target, " sm_%d", &architecture) == 1;
  require(understood, "the PTX has no .target sm_xx", CUDA_ERROR_INVALID_PTX);
  int device = options.capability_major * 10 + options.capability_minor;
  if (architecture <= device) return;
  refuse(CUDA_ERROR_INVALID_PTX, "the PTX is for sm_" + std::to_string(architecture) +
                                     ", the emulated device is sm_" + std::to_string(device) +
                                     " (EMULATED_CUDA_CAPABILITY)");
}

}  // namespace

std::string ptxOf(const void* image, const Options& options) {
  require(image != nullptr, "null pointer for the module's image");
  if (std::memcmp(image, "\177ELF", 4) == 0 || std::memcmp(image, &kFatBinary, 4) == 0) {
    refuse(CUDA_ERROR_NO_BINARY_FOR_GPU,
           "the module is machine code (a cubin or fat binary), which no emulated device can run; "
           "hand it the PTX: nvrtcGetPTX with --gpu-architecture=compute_xx");
  }
  std::string ptx(static_cast<const char*>(image));
  checkVersion(ptx);
  checkTarget(ptx, options);
  return ptx;
}

}  // namespace emulator
