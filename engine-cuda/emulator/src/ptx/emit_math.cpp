// sqrt, rsqrt, rcp, ex2, lg2, sin, cos, tanh. The .approx forms are computed with the host's float
// functions, within about one unit in the last place: at least as accurate as documented.
#include "emitters.h"
#include "float_pattern.h"

namespace emulator::ptx {
namespace {

using Arguments = std::vector<std::string>;

// `function` is given for float; its double form has no trailing f.
void emit_approximate(Operation& operation, const std::string& function) {
  operation.expect_operands(2);
  if (!operation.take(".approx")) {
    operation.fail("expected .approx");
  }
  const FloatForm form = take_float_form(operation);
  operation.expect_no_more_modifiers();
  const bool is_float = form.type.is_float() && form.type.bits == 32;
  const std::string name = is_float ? function + "f" : function;
  emit_float(operation, form, [&](const Arguments& x) { return name + "(" + x[0] + ")"; });
}

void emit_ex2(Operation& operation) { emit_approximate(operation, "__builtin_exp2"); }
void emit_lg2(Operation& operation) { emit_approximate(operation, "__builtin_log2"); }
void emit_sin(Operation& operation) { emit_approximate(operation, "__builtin_sin"); }
void emit_cos(Operation& operation) { emit_approximate(operation, "__builtin_cos"); }
void emit_tanh(Operation& operation) { emit_approximate(operation, "__builtin_tanh"); }

void emit_rounded(Operation& operation, const Compute& nearest, const std::string& prefix) {
  operation.expect_operands(2);
  operation.take(".approx");
  const FloatForm form = take_float_form(operation);
  operation.expect_no_more_modifiers();
  emit_float(operation, form, [&](const Arguments& x) {
    return form.rounding == "Round::kNearest" ? nearest(x)
                                              : prefix + x[0] + ", " + form.rounding + ")";
  });
}

void emit_sqrt(Operation& operation) {
  const auto nearest = [](const Arguments& x) {
    return "square_root(" + x[0] + ", Round::kNearest)";
  };
  emit_rounded(operation, nearest, "square_root(");
}

void emit_rcp(Operation& operation) {
  const bool is_double = operation.instruction().modifiers.back() == ".f64";
  const std::string one = is_double ? "1.0" : "1.0f";
  const auto nearest = [&](const Arguments& x) { return "(" + one + " / " + x[0] + ")"; };
  emit_rounded(operation, nearest, "divide(" + one + ", ");
}

void emit_rsqrt(Operation& operation) {
  operation.expect_operands(2);
  if (!operation.take(".approx")) {
    operation.fail("expected .approx");
  }
  const FloatForm form = take_float_form(operation);
  operation.expect_no_more_modifiers();
  emit_float(operation, form, [&](const Arguments& x) {
    const std::string root = "(1.0 / __builtin_sqrt((f64)" + x[0] + "))";
    return form.type.bits == 32 ? "(f32)" + root : root;
  });
}

}  // namespace

const EmitterTable& math_emitters() {
  static const EmitterTable table = {
      {"sqrt", emit_sqrt}, {"rcp", emit_rcp}, {"rsqrt", emit_rsqrt}, {"ex2", emit_ex2},
      {"lg2", emit_lg2},   {"sin", emit_sin}, {"cos", emit_cos},     {"tanh", emit_tanh},
  };
  return table;
}

}  // namespace emulator::ptx
