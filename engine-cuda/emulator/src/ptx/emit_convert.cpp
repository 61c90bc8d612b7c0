// cvt. Floats pass through double, which holds every narrower value exactly, so that each
// conversion rounds once.
#include "emitters.h"

namespace emulator::ptx {
namespace {

const Type kF32{Kind::kFloat, 32};

struct Form {
  std::string integer_rounding;  // "" where there is none
  std::string rounding;          // "" where there is none
  bool flush = false;
  bool saturate = false;
  bool relu = false;
  Type to;
  Type from;
};

std::string round_name(const std::string& modifier) {
  static const std::map<std::string, std::string> names = {
      {".rni", "Round::kNearest"},
      {".rzi", "Round::kZero"},
      {".rmi", "Round::kDown"},
      {".rpi", "Round::kUp"},
  };
  return modifier.empty() ? "" : names.at(modifier);
}

std::string half_name(Type type) { return type.kind == Kind::kBfloat ? "bf16" : "f16"; }

// The argument as f32 or f64, exact.
std::string read_float(const Operation& operation, size_t index, const Form& form) {
  if (form.from.is_half()) {
    return "from_" + half_name(form.from) + "(" + operation.read(index, form.from) + ")";
  }
  const std::string value = operation.read(index, form.from);
  return form.flush && form.from.bits == 32 ? "flush(" + value + ")" : value;
}

// From f32 or f64 to a float type, rounding and saturating.
std::string to_float(const Form& form, std::string value, bool is_double) {
  if (!form.integer_rounding.empty()) {
    value = "round_to_integer(" + value + ", " + form.integer_rounding + ")";
  }
  if (form.saturate) {
    value = "saturate(" + value + ")";
  }
  if (form.relu) {
    value = "relu(" + value + ")";
  }
  const std::string rounding = form.rounding.empty() ? "Round::kNearest" : form.rounding;
  if (form.to.is_half()) {
    return "to_" + half_name(form.to) + "(" + value + ", " + rounding + ")";
  }
  if (form.to.bits == 32) {
    value = is_double ? "to_f32(" + value + ", " + rounding + ")" : value;
    return form.flush ? "flush(" + value + ")" : value;
  }
  return "(f64)" + value;
}

void from_float(Operation& operation, const Form& form) {
  const std::string value = read_float(operation, 1, form);
  const bool is_double = form.from.is_float() && form.from.bits == 64;
  if (!form.to.is_integer()) {
    const bool narrows =
        form.to.bits < form.from.bits ||
        (form.to.is_half() && form.from.is_half() && form.to.kind != form.from.kind);
    if (narrows && form.rounding.empty()) {
      operation.fail("a conversion that loses digits needs a rounding");
    }
    operation.assign(0, form.to, to_float(form, value, is_double));
    return;
  }
  if (form.integer_rounding.empty()) {
    operation.fail("a conversion to an integer needs .rni, .rzi, .rmi or .rpi");
  }
  operation.assign(0, form.to,
                   "to_integer<" + form.to.host() + ">((f64)" + value + ", " +
                       form.integer_rounding + ", " + (is_double ? "true" : "false") + ")");
}

void from_integer(Operation& operation, const Form& form) {
  const std::string value = operation.read(1, form.from);
  if (form.to.is_integer()) {
    operation.assign(0, form.to,
                     form.saturate ? "clamp_to<" + form.to.host() + ">(" + value + ")" : value);
    return;
  }
  if (form.rounding.empty()) {
    operation.fail("a conversion to a float needs a rounding");
  }
  const std::string wide = form.from.is_signed() ? "(s64)" : "(u64)";
  const std::string& rounding = form.rounding;
  // The host rounds to nearest too.
  const bool direct = rounding == "Round::kNearest" && form.to.is_float();
  std::string result = direct ? "(" + form.to.host() + ")" + value
                              : "to_f" + std::to_string(form.to.bits == 64 ? 64 : 32) + "(" + wide +
                                    value + ", " + rounding + ")";
  if (form.to.is_half()) {
    // Exact in double up to 53 bits, far beyond the 24 or fewer that matter here.
    result = "to_" + half_name(form.to) + "((f64)" + value + ", " + rounding + ")";
  } else if (form.saturate) {
    result = "saturate(" + result + ")";
  }
  operation.assign(0, form.to, result);
}

// cvt.rn.bf16x2.f32 d, a, b: a goes to the upper half.
void pack_floats(Operation& operation, Form form) {
  operation.expect_operands(3);
  const Type packed = form.to;
  form.to.packed = false;
  const std::string high = to_float(form, read_float(operation, 1, form), false);
  const std::string low = to_float(form, read_float(operation, 2, form), false);
  operation.assign(0, packed, "pack(" + low + ", " + high + ")");
}

// TF32 keeps 10 bits of the significand, in a 32-bit register.
void to_tf32(Operation& operation) {
  operation.expect_operands(2);
  const std::string mode = operation.take_any({".rna", ".rn", ".rz"});
  const bool relu = operation.take(".relu");
  const Type from = operation.take_type();
  operation.expect_no_more_modifiers();
  if (mode.empty() || !(from.is_float() && from.bits == 32)) {
    operation.fail("expected .rna, .rn or .rz, and .f32");
  }
  const std::string value = operation.read(1, kF32);
  operation.assign(
      0, {Kind::kBits, 32},
      "to_tf32(" + (relu ? "relu(" + value + ")" : value) + ", " +
          (mode == ".rna" ? "0x1000u, 0u" : (mode == ".rn" ? "0xFFFu, 1u" : "0u, 0u")) + ")");
}

void emit_cvt(Operation& operation) {
  if (operation.take(".tf32")) {
    to_tf32(operation);
    return;
  }
  Form form;
  form.integer_rounding = round_name(operation.take_any({".rni", ".rzi", ".rmi", ".rpi"}));
  form.rounding = take_rounding(operation, "");
  form.flush = operation.take(".ftz");
  form.saturate = operation.take(".sat");
  form.relu = operation.take(".relu");
  form.to = operation.take_type();
  form.from = operation.take_type();
  operation.expect_no_more_modifiers();
  if (form.from.packed || form.from.is_predicate() || form.to.is_predicate()) {
    operation.fail("a conversion from " + form.from.ptx() + " to " + form.to.ptx() +
                   " is not supported");
  }
  if (form.to.packed) {
    if (!(form.from.is_float() && form.from.bits == 32) || form.rounding.empty()) {
      operation.fail("packed halves come from two .f32, with a rounding");
    }
    pack_floats(operation, form);
    return;
  }
  operation.expect_operands(2);
  if (form.from.is_integer()) {
    from_integer(operation, form);
  } else {
    from_float(operation, form);
  }
}

}  // namespace

const EmitterTable& convert_emitters() {
  static const EmitterTable table = {{"cvt", emit_cvt}};
  return table;
}

}  // namespace emulator::ptx
