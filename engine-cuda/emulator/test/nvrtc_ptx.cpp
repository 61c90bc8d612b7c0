// Turns CUDA C into PTX with the real NVRTC, found through LD_LIBRARY_PATH:
//   nvrtc_ptx kernels.cu compute_75 kernels.ptx [option...]
// This is how the fixtures were made; no GPU is needed.
#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

template <class Function>
Function* symbol(void* library, const char* name) {
  void* address = dlsym(library, name);
  if (address == nullptr) {
    std::fprintf(stderr, "libnvrtc.so.12 lacks %s\n", name);
    std::exit(2);
  }
  return reinterpret_cast<Function*>(address);
}

// nvrtcProgram is an opaque pointer, nvrtcResult an int whose 0 is success.
using Handle = void*;

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::fprintf(stderr, "usage: nvrtc_ptx source.cu compute_XX target.ptx [option...]\n");
    return 2;
  }
  void* library = dlopen("libnvrtc.so.12", RTLD_NOW);
  if (library == nullptr) {
    std::fprintf(stderr, "%s\nset LD_LIBRARY_PATH to where libnvrtc.so.12 is\n", dlerror());
    return 2;
  }
  auto* create =
      symbol<int(Handle*, const char*, const char*, int, const char* const*, const char* const*)>(
          library, "nvrtcCreateProgram");
  auto* compile = symbol<int(Handle, int, const char* const*)>(library, "nvrtcCompileProgram");
  auto* log_size = symbol<int(Handle, size_t*)>(library, "nvrtcGetProgramLogSize");
  auto* log = symbol<int(Handle, char*)>(library, "nvrtcGetProgramLog");
  auto* ptx_size = symbol<int(Handle, size_t*)>(library, "nvrtcGetPTXSize");
  auto* ptx = symbol<int(Handle, char*)>(library, "nvrtcGetPTX");

  std::ifstream file(arguments[1]);
  std::ostringstream source;
  source << file.rdbuf();
  Handle program = nullptr;
  create(&program, source.str().c_str(), arguments[1], 0, nullptr, nullptr);
  const std::string architecture = std::string("--gpu-architecture=") + arguments[2];
  std::vector<const char*> options = {architecture.c_str()};
  options.insert(options.end(), arguments + 4, arguments + count);
  const int failed = compile(program, static_cast<int>(options.size()), options.data());
  size_t size = 0;
  log_size(program, &size);
  std::string text(size, '\0');
  log(program, text.data());
  if (size > 1) {
    std::fprintf(stderr, "%s\n", text.c_str());
  }
  if (failed != 0) {
    return 1;
  }
  ptx_size(program, &size);
  text.assign(size, '\0');
  ptx(program, text.data());
  std::ofstream(arguments[3]) << text.substr(0, text.find('\0'));
  return 0;
}
