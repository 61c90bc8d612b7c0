// How libraries look for entry points at run time.

#include <dlfcn.h>

#include <string>

#include "entry.h"

using namespace emulator;

namespace {

// This library, wherever it was loaded from.
void* ownLibrary() {
  Dl_info info;
  if (dladdr(reinterpret_cast<void*>(&ownLibrary), &info) == 0) return nullptr;
  return dlopen(info.dli_fname, RTLD_NOW | RTLD_NOLOAD);
}

// The newest version of a function that the library has.
void* newest(const char* name) {
  void* library = ownLibrary();
  for (const char* version : {"_v3", "_v2", ""}) {
    if (void* found = dlsym(library, (std::string(name) + version).c_str())) return found;
  }
  return nullptr;
}

}  // namespace

extern "C" {

CUresult cuGetProcAddress_v2(const char* name, void** function, int, uint64_t, int* status) {
  return always(__func__, [=](Driver&) {
    require(name != nullptr && function != nullptr, "null pointer for name or function");
    *function = newest(name);
    // CU_GET_PROC_ADDRESS_SUCCESS, _SYMBOL_NOT_FOUND.
    if (status != nullptr) *status = *function != nullptr ? 0 : 1;
    if (*function == nullptr) {
      refuse(CUDA_ERROR_NOT_FOUND, std::string("no function ") + name);
    }
  });
}

CUresult cuGetProcAddress(const char* name, void** function, int version, uint64_t flags) {
  return cuGetProcAddress_v2(name, function, version, flags, nullptr);
}

// NVRTC 12.9 calls this, looked up with dlsym and unchecked; it does without the table.
CUresult cuGetExportTable(const void** table, const CUuuid*) {
  return always(__func__, [=](Driver&) {
    if (table != nullptr) *table = nullptr;
    refuse(CUDA_ERROR_NOT_SUPPORTED, "the emulated device has no private tables");
  });
}

}  // extern "C"
