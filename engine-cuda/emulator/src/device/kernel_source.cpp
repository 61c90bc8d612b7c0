#include "kernel_source.h"

// Makes each header below put its own text into this object file: no second copy to keep in step,
// and nothing to look for at run time.
#define EMULATOR_EMBED_KERNEL_HEADERS
#include "kernel_abi.h"
#include "kernel_bits.h"
#include "kernel_convert.h"
#include "kernel_float.h"
#include "kernel_memory.h"

extern "C" const char emulator_text_abi[];
extern "C" const char emulator_text_bits[];
extern "C" const char emulator_text_convert[];
extern "C" const char emulator_text_float[];
extern "C" const char emulator_text_memory[];

namespace emulator {
namespace {

// Without the includes of the other headers: those stand before it.
std::string without_includes(const std::string& text) {
  std::string kept;
  size_t begin = 0;
  while (begin < text.size()) {
    const size_t end = text.find('\n', begin);
    const std::string line = text.substr(begin, end - begin + 1);
    if (line.compare(0, 10, "#include \"") != 0) {
      kept += line;
    }
    begin = end == std::string::npos ? text.size() : end + 1;
  }
  return kept;
}

}  // namespace

const std::string& kernel_prelude() {
  static const std::string text =
      without_includes(emulator_text_abi) + without_includes(emulator_text_bits) +
      without_includes(emulator_text_float) + without_includes(emulator_text_convert) +
      without_includes(emulator_text_memory);
  return text;
}

}  // namespace emulator
