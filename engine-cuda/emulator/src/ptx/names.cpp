#include "names.h"

namespace emulator::ptx {

std::string identifier(const std::string& prefix, const std::string& name, int scope) {
  std::string result = prefix;
  for (const char c : name) {
    if (c == '%') {
      result += "R_";
    } else if (c == '$') {
      result += "D_";
    } else {
      result += c;
    }
  }
  return scope == 0 ? result : result + "_s" + std::to_string(scope);
}

}  // namespace emulator::ptx
