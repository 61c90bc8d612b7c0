#ifndef EMULATOR_PTX_TRANSLATION_H_
#define EMULATOR_PTX_TRANSLATION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "ast.h"

namespace emulator::ptx {

enum class Access { kRead, kWrite, kAtomic, kWait };

// An instruction that may fault or wait. Its index in Translation::sites is what the generated
// code passes to the device.
struct Site {
  int line = 0;
  std::string text;
  Space space = Space::kGeneric;
  Access access = Access::kRead;
  uint64_t bytes = 0;
};

// A static shared variable: [begin, end) among shared addresses.
struct SharedRange {
  std::string name;
  uint64_t begin = 0;
  uint64_t end = 0;
};

struct Kernel {
  std::string name;
  // The function of the generated code: void(Thread*).
  std::string symbol;
  std::vector<Declaration> parameters;
  unsigned max_threads = 0;
  std::vector<SharedRange> shared;
  // What ptxas would report: the variables alone, without the gaps between them here.
  uint64_t static_shared_bytes = 0;
  uint64_t local_bytes = 0;
  bool uses_calls = false;
};

// A module as C++17, with what the device needs to know to run it.
struct Translation {
  // To stand within namespace emulator::kernel, or one inside of it; all functions are static.
  std::string code;
  std::vector<Site> sites;
  std::vector<Kernel> kernels;
  // Module-scope .global and .const variables; the generated code numbers them in this order.
  std::vector<Declaration> variables;
  // Where dynamic shared memory begins: above all static variables of the module.
  uint64_t dynamic_shared_begin = 0;
};

// Throws PtxError.
Translation translate(const std::string& ptx);

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_TRANSLATION_H_
