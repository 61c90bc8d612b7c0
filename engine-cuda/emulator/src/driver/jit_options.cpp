#include "jit_options.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "refusal.h"

namespace emulator {
namespace {

// CUjit_option's values.
constexpr int kInfoLogBuffer = 3;
constexpr int kInfoLogBufferSize = 4;
constexpr int kErrorLogBuffer = 5;
constexpr int kErrorLogBufferSize = 6;

}  // namespace

JitOptions::JitOptions(unsigned count, const int* options, void** values) {
  require(count == 0 || (options != nullptr && values != nullptr), "null pointer for the options");
  for (unsigned at = 0; at < count; ++at) {
    switch (options[at]) {
      case kInfoLogBuffer: info_.text = static_cast<char*>(values[at]); break;
      case kInfoLogBufferSize: info_.size = &values[at]; break;
      case kErrorLogBuffer: error_.text = static_cast<char*>(values[at]); break;
      case kErrorLogBufferSize: error_.size = &values[at]; break;
      default: break;
    }
  }
}

void JitOptions::write(const Buffer& buffer, const std::string& text) {
  if (buffer.text == nullptr || buffer.size == nullptr) return;
  // The size is a number that is handed over in the place of a pointer.
  uintptr_t room = reinterpret_cast<uintptr_t>(*buffer.size);
  if (room == 0) return;
  size_t used = std::min<size_t>(text.size(), room - 1);
  std::memcpy(buffer.text, text.data(), used);
  buffer.text[used] = '\0';
  *buffer.size = reinterpret_cast<void*>(used);
}

void JitOptions::writeErrorLog(const std::string& text) {
  write(error_, text);
}

void JitOptions::writeInfoLog(const std::string& text) {
  write(info_, text);
}

}  // namespace emulator
