#include "float_pattern.h"

#include "emitters.h"

namespace emulator::ptx {
namespace {

std::string finished(const FloatForm& form, std::string value) {
  if (form.flush && form.type.bits == 32) {
    value = "flush(" + value + ")";
  }
  if (form.saturate) {
    value = "saturate(" + value + ")";
  }
  if (form.relu) {
    value = "relu(" + value + ")";
  }
  return value;
}

void emit_wide(Operation& operation, const FloatForm& form, const Compute& compute) {
  std::vector<std::string> arguments;
  for (size_t i = 1; i < operation.count(); ++i) {
    const std::string value = operation.read(i, form.type);
    arguments.push_back(form.flush && form.type.bits == 32 ? "flush(" + value + ")" : value);
  }
  operation.assign(0, form.type, finished(form, compute(arguments)));
}

// One half of a half-precision value, from bit `shift` of the register on.
std::string emit_half(const Operation& operation, const FloatForm& form, const Compute& compute,
                      int shift) {
  const std::string name = form.type.kind == Kind::kBfloat ? "bf16" : "f16";
  std::vector<std::string> arguments;
  for (size_t i = 1; i < operation.count(); ++i) {
    const std::string bits = operation.read(i, form.type);
    arguments.push_back("(f64)from_" + name + "((u16)(" + bits + " >> " + std::to_string(shift) +
                        "))");
  }
  return "to_" + name + "(" + finished(form, compute(arguments)) + ", " + form.rounding + ")";
}

}  // namespace

FloatForm take_float_form(Operation& operation) {
  FloatForm form;
  form.rounding = take_rounding(operation, "Round::kNearest");
  form.flush = operation.take(".ftz");
  form.saturate = operation.take(".sat");
  form.relu = operation.take(".relu");
  form.type = operation.take_type();
  if (!form.type.is_float() && !form.type.is_half()) {
    operation.fail("expected a floating-point type, found " + form.type.ptx());
  }
  if (form.type.is_half() && form.rounding != "Round::kNearest") {
    operation.fail("half precision rounds to nearest alone");
  }
  return form;
}

void emit_float(Operation& operation, const FloatForm& form, const Compute& compute) {
  if (!form.type.is_half()) {
    emit_wide(operation, form, compute);
  } else if (!form.type.packed) {
    operation.assign(0, form.type, emit_half(operation, form, compute, 0));
  } else {
    operation.assign(0, form.type,
                     "pack(" + emit_half(operation, form, compute, 0) + ", " +
                         emit_half(operation, form, compute, 16) + ")");
  }
}

}  // namespace emulator::ptx
