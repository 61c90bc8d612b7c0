// add, sub, mul, mad, fma, div, rem, min, max, abs, neg, sad, mul24, mad24, dp4a.
#include "emitters.h"
#include "float_pattern.h"

namespace emulator::ptx {
namespace {

using Arguments = std::vector<std::string>;

// True where the instruction works on floats: told by its last modifier.
bool works_on_floats(const Operation& operation) {
  const auto& modifiers = operation.instruction().modifiers;
  if (modifiers.empty()) {
    operation.fail("expected a type among the modifiers");
  }
  const auto type = type_of(modifiers.back());
  return type.has_value() && (type->is_float() || type->is_half());
}

Type wider(const Operation& operation, Type type) {
  if (type.bits > 32) {
    operation.fail(".wide needs a type of 16 or 32 bits");
  }
  return {type.kind, type.bits * 2};
}

// Whole-register arithmetic where C++ has an operator; `name` is the function for other roundings.
void emit_sum(Operation& operation, const std::string& sign, const std::string& name) {
  operation.expect_operands(3);
  if (works_on_floats(operation)) {
    const FloatForm form = take_float_form(operation);
    operation.expect_no_more_modifiers();
    emit_float(operation, form, [&](const Arguments& x) {
      return form.rounding == "Round::kNearest"
                 ? "(" + x[0] + " " + sign + " " + x[1] + ")"
                 : name + "(" + x[0] + ", " + x[1] + ", " + form.rounding + ")";
    });
    return;
  }
  const bool saturate = operation.take(".sat");
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  if (saturate && !(type.is_signed() && type.bits == 32)) {
    operation.fail(".sat is for .s32 alone");
  }
  const std::string wide = saturate ? "(s64)" : "";
  const std::string sum =
      wide + operation.read(1, type) + " " + sign + " " + wide + operation.read(2, type);
  operation.assign(0, type, saturate ? "saturated(" + sum + ")" : sum);
}

void emit_add(Operation& operation) { emit_sum(operation, "+", "add"); }
void emit_sub(Operation& operation) { emit_sum(operation, "-", "subtract"); }

void emit_mul(Operation& operation) {
  operation.expect_operands(3);
  if (works_on_floats(operation)) {
    const FloatForm form = take_float_form(operation);
    operation.expect_no_more_modifiers();
    emit_float(operation, form, [&](const Arguments& x) {
      return form.rounding == "Round::kNearest"
                 ? "(" + x[0] + " * " + x[1] + ")"
                 : "multiply(" + x[0] + ", " + x[1] + ", " + form.rounding + ")";
    });
    return;
  }
  const std::string part = operation.take_any({".lo", ".hi", ".wide"});
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  const std::string a = operation.read(1, type);
  const std::string b = operation.read(2, type);
  if (part == ".wide") {
    const Type wide = wider(operation, type);
    operation.assign(0, wide, "(" + wide.host() + ")" + a + " * (" + wide.host() + ")" + b);
  } else if (part == ".hi") {
    operation.assign(0, type, "multiply_high(" + a + ", " + b + ")");
  } else if (part == ".lo") {
    operation.assign(0, type, "(u64)" + a + " * (u64)" + b);
  } else {
    operation.fail("expected .lo, .hi or .wide");
  }
}

void emit_fused(Operation& operation) {
  operation.expect_operands(4);
  const FloatForm form = take_float_form(operation);
  operation.expect_no_more_modifiers();
  emit_float(operation, form, [&](const Arguments& x) {
    return "fused(" + x[0] + ", " + x[1] + ", " + x[2] + ", " + form.rounding + ")";
  });
}

void emit_mad(Operation& operation) {
  if (works_on_floats(operation)) {
    emit_fused(operation);  // from sm_20 on, mad is fma
    return;
  }
  operation.expect_operands(4);
  const std::string part = operation.take_any({".lo", ".hi", ".wide"});
  const bool saturate = operation.take(".sat");
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  const std::string a = operation.read(1, type);
  const std::string b = operation.read(2, type);
  if (saturate && (part != ".hi" || !type.is_signed() || type.bits != 32)) {
    operation.fail(".sat is for mad.hi.s32 alone");
  }
  if (part == ".wide") {
    const Type wide = wider(operation, type);
    operation.assign(0, wide,
                     "(" + wide.host() + ")" + a + " * (" + wide.host() + ")" + b + " + " +
                         operation.read(3, wide));
  } else if (part == ".hi") {
    const std::string high = "multiply_high(" + a + ", " + b + ")";
    const std::string c = operation.read(3, type);
    operation.assign(0, type,
                     saturate ? "saturated((s64)" + high + " + (s64)" + c + ")" : high + " + " + c);
  } else if (part == ".lo") {
    operation.assign(0, type, "(u64)" + a + " * (u64)" + b + " + (u64)" + operation.read(3, type));
  } else {
    operation.fail("expected .lo, .hi or .wide");
  }
}

// mul24 and mad24: of the 48-bit product, .lo takes bits 0 to 31, .hi bits 16 to 47.
void emit_24(Operation& operation) {
  const bool adds = operation.instruction().opcode == "mad24";
  operation.expect_operands(adds ? 4 : 3);
  const std::string part = operation.take_any({".lo", ".hi"});
  const bool saturate = operation.take(".sat");
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  if (part.empty() || type.bits != 32 ||
      (saturate && !(adds && part == ".hi" && type.is_signed()))) {
    operation.fail("expected .lo or .hi with .u32 or .s32; .sat for mad24.hi.s32 alone");
  }
  std::string product =
      "low24(" + operation.read(1, type) + ") * low24(" + operation.read(2, type) + ")";
  product = "(" + type.host() + ")((" + product + ")" + (part == ".hi" ? " >> 16)" : ")");
  if (adds) {
    product = saturate ? "saturated((s64)" + product + " + (s64)" + operation.read(3, type) + ")"
                       : product + " + " + operation.read(3, type);
  }
  operation.assign(0, type, product);
}

void emit_div(Operation& operation) {
  operation.expect_operands(3);
  if (works_on_floats(operation)) {
    // .approx and .full may be less accurate than what is computed here.
    operation.take_any({".approx", ".full"});
    const FloatForm form = take_float_form(operation);
    operation.expect_no_more_modifiers();
    emit_float(operation, form, [&](const Arguments& x) {
      return "divide(" + x[0] + ", " + x[1] + ", " + form.rounding + ")";
    });
    return;
  }
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, type,
                   "divide<" + type.host() + ">(" + operation.read(1, type) + ", " +
                       operation.read(2, type) + ")");
}

void emit_rem(Operation& operation) {
  operation.expect_operands(3);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, type,
                   "remainder<" + type.host() + ">(" + operation.read(1, type) + ", " +
                       operation.read(2, type) + ")");
}

void emit_extremum(Operation& operation, const std::string& floats, const std::string& integers) {
  operation.expect_operands(3);
  if (works_on_floats(operation)) {
    const std::string name = operation.take(".NaN") ? floats + "_nan" : floats;
    const FloatForm form = take_float_form(operation);
    operation.expect_no_more_modifiers();
    emit_float(operation, form,
               [&](const Arguments& x) { return name + "(" + x[0] + ", " + x[1] + ")"; });
    return;
  }
  const bool relu = operation.take(".relu");
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  if (type.packed || (relu && !type.is_signed())) {
    operation.fail("type " + type.ptx() + " is not supported here");
  }
  const std::string value = integers + "<" + type.host() + ">(" + operation.read(1, type) + ", " +
                            operation.read(2, type) + ")";
  operation.assign(0, type, relu ? "greatest<" + type.host() + ">(0, " + value + ")" : value);
}

void emit_min(Operation& operation) { emit_extremum(operation, "minimum", "least"); }
void emit_max(Operation& operation) { emit_extremum(operation, "maximum", "greatest"); }

void emit_sign(Operation& operation, const std::string& floats, bool absolute) {
  operation.expect_operands(2);
  if (works_on_floats(operation)) {
    const FloatForm form = take_float_form(operation);
    operation.expect_no_more_modifiers();
    if (form.type.is_half()) {
      // Sign bits only: NaN keeps its payload, which a conversion would lose.
      const std::string mask = form.type.packed ? "0x80008000u" : "0x8000u";
      operation.assign(0, form.type,
                       operation.read(1, form.type) + (absolute ? " & ~" : " ^ ") + mask);
      return;
    }
    emit_float(operation, form, [&](const Arguments& x) { return floats + "(" + x[0] + ")"; });
    return;
  }
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  const std::string a = operation.read(1, type);
  operation.assign(0, type, absolute ? "(" + a + " < 0 ? -" + a + " : " + a + ")" : "-" + a);
}

void emit_abs(Operation& operation) { emit_sign(operation, "absolute", true); }
void emit_neg(Operation& operation) { emit_sign(operation, "negate", false); }

void emit_sad(Operation& operation) {
  operation.expect_operands(4);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, type,
                   operation.read(3, type) + " + absolute_difference<" + type.host() + ">(" +
                       operation.read(1, type) + ", " + operation.read(2, type) + ")");
}

// Four products of bytes, summed.
void emit_dp4a(Operation& operation) {
  operation.expect_operands(4);
  const Type a = operation.take_type();
  const Type b = operation.take_type();
  operation.expect_no_more_modifiers();
  const Type sum{a.is_signed() || b.is_signed() ? Kind::kSigned : Kind::kUnsigned, 32};
  std::string value = operation.read(3, sum);
  for (int byte = 0; byte < 4; ++byte) {
    const std::string shift = " >> " + std::to_string(8 * byte) + ")";
    value += " + (s32)(" + std::string(a.is_signed() ? "s8" : "u8") + ")(" + operation.read(1, a) +
             shift + " * (s32)(" + (b.is_signed() ? "s8" : "u8") + ")(" + operation.read(2, b) +
             shift;
  }
  operation.assign(0, sum, value);
}

}  // namespace

const EmitterTable& arithmetic_emitters() {
  static const EmitterTable table = {
      {"add", emit_add}, {"sub", emit_sub},  {"mul", emit_mul},   {"fma", emit_fused},
      {"mad", emit_mad}, {"mul24", emit_24}, {"mad24", emit_24},  {"div", emit_div},
      {"rem", emit_rem}, {"min", emit_min},  {"max", emit_max},   {"abs", emit_abs},
      {"neg", emit_neg}, {"sad", emit_sad},  {"dp4a", emit_dp4a},
  };
  return table;
}

}  // namespace emulator::ptx
