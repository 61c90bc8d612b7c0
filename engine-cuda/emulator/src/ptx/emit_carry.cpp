// Arithmetic with the carry flag: add.cc, addc, sub.cc, subc, mad.cc, madc. The flag is a variable
// of the function. A borrow sets it.
#include "emitters.h"

namespace emulator::ptx {
namespace {

struct CarryForm {
  bool takes = false;
  bool gives = false;
  Type type;
};

CarryForm take_form(Operation& operation, bool takes) {
  CarryForm form;
  form.takes = takes;
  form.gives = operation.take(".cc");
  const Type named = operation.take_type();
  operation.expect_no_more_modifiers();
  form.type = {Kind::kUnsigned, named.bits};  // the bits are the same for both signs
  return form;
}

void emit(Operation& operation, const CarryForm& form, const std::string& a, const std::string& b,
          const std::string& sign) {
  std::string value = "(unsigned __int128)" + a + " " + sign + " " + b;
  if (form.takes) {
    value += " " + sign + " (u32)carry";
  }
  operation.line("{ const unsigned __int128 wide = " + value + ";");
  if (form.gives) {
    operation.line("  carry = ((wide >> " + std::to_string(form.type.bits) + ") & 1) != 0;");
  }
  operation.assign(0, form.type, "(" + form.type.host() + ")wide");
  operation.line("}");
}

void emit_addc(Operation& operation) {
  operation.expect_operands(3);
  const CarryForm form = take_form(operation, true);
  emit(operation, form, operation.read(1, form.type), operation.read(2, form.type), "+");
}

void emit_subc(Operation& operation) {
  operation.expect_operands(3);
  const CarryForm form = take_form(operation, true);
  emit(operation, form, operation.read(1, form.type), operation.read(2, form.type), "-");
}

void emit_add_cc(Operation& operation) {
  operation.expect_operands(3);
  const CarryForm form = take_form(operation, false);
  emit(operation, form, operation.read(1, form.type), operation.read(2, form.type), "+");
}

void emit_sub_cc(Operation& operation) {
  operation.expect_operands(3);
  const CarryForm form = take_form(operation, false);
  emit(operation, form, operation.read(1, form.type), operation.read(2, form.type), "-");
}

void emit_product(Operation& operation, bool takes) {
  operation.expect_operands(4);
  const std::string part = operation.take_any({".lo", ".hi"});
  const bool is_signed = operation.instruction().modifiers.back()[1] == 's';
  const CarryForm form = take_form(operation, takes);
  const Type type{is_signed ? Kind::kSigned : Kind::kUnsigned, form.type.bits};
  const std::string a = operation.read(1, type);
  const std::string b = operation.read(2, type);
  if (part.empty()) {
    operation.fail("expected .lo or .hi");
  }
  const std::string product =
      part == ".hi" ? "multiply_high(" + a + ", " + b + ")" : "(u64)" + a + " * (u64)" + b;
  emit(operation, form, "(" + form.type.host() + ")(" + product + ")", operation.read(3, form.type),
       "+");
}

void emit_madc(Operation& operation) { emit_product(operation, true); }
void emit_mad_cc(Operation& operation) { emit_product(operation, false); }

}  // namespace

const EmitterTable& carry_emitters() {
  // "add" with .cc is found under "add.cc"; see FunctionEmitter.
  static const EmitterTable table = {
      {"addc", emit_addc},     {"subc", emit_subc},     {"madc", emit_madc},
      {"add.cc", emit_add_cc}, {"sub.cc", emit_sub_cc}, {"mad.cc", emit_mad_cc},
  };
  return table;
}

}  // namespace emulator::ptx
