#ifndef EMULATOR_PTX_FLOAT_PATTERN_H_
#define EMULATOR_PTX_FLOAT_PATTERN_H_

#include <functional>
#include <string>
#include <vector>

#include "operation.h"

namespace emulator::ptx {

// The frame that floating-point instructions share: rounding, .ftz of arguments and result, .sat,
// .relu, halves computed wider and rounded once, packed halves one after the other.
struct FloatForm {
  Type type;
  std::string rounding;
  bool flush = false;
  bool saturate = false;
  bool relu = false;
};

// Takes rounding, .ftz, .sat, .relu and the type from the modifiers.
FloatForm take_float_form(Operation& operation);

// Emits target = compute(arguments): operand 0 is the target, all others are arguments. `compute`
// gets and gives expressions of f32 or f64; halves are computed in f64.
using Compute = std::function<std::string(const std::vector<std::string>&)>;
void emit_float(Operation& operation, const FloatForm& form, const Compute& compute);

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_FLOAT_PATTERN_H_
