#ifndef EMULATOR_DRIVER_JIT_OPTIONS_H_
#define EMULATOR_DRIVER_JIT_OPTIONS_H_

#include <string>

namespace emulator {

// The options of cuModuleLoadDataEx. Those that steer a compiler for machine code are accepted and
// ignored; the log buffers are filled.
class JitOptions {
 public:
  JitOptions(unsigned count, const int* options, void** values);

  // Both write the buffer, cut to its size, and the size that was used.
  void writeErrorLog(const std::string& text);
  void writeInfoLog(const std::string& text);

 private:
  struct Buffer {
    char* text = nullptr;
    void** size = nullptr;
  };
  static void write(const Buffer& buffer, const std::string& text);

  Buffer info_;
  Buffer error_;
};

}  // namespace emulator

#endif  // EMULATOR_DRIVER_JIT_OPTIONS_H_
