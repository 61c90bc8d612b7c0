#include "emitters.h"

namespace emulator::ptx {

Emitter find_emitter(const std::string& opcode) {
  static const EmitterTable all = [] {
    EmitterTable merged;
    for (const EmitterTable* table :
         {&arithmetic_emitters(), &math_emitters(), &carry_emitters(), &bit_emitters(),
          &compare_emitters(), &convert_emitters(), &move_emitters(), &memory_emitters(),
          &atomic_emitters(), &wait_emitters()}) {
      merged.insert(table->begin(), table->end());
    }
    return merged;
  }();
  const auto found = all.find(opcode);
  return found == all.end() ? nullptr : found->second;
}

std::string take_rounding(Operation& operation, const std::string& fallback) {
  const std::string mode = operation.take_any({".rn", ".rz", ".rm", ".rp"});
  if (mode.empty()) {
    return fallback;
  }
  return mode == ".rn"
             ? "Round::kNearest"
             : (mode == ".rz" ? "Round::kZero" : (mode == ".rm" ? "Round::kDown" : "Round::kUp"));
}

}  // namespace emulator::ptx
