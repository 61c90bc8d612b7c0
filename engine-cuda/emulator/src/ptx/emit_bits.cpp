// and, or, xor, not, cnot, lop3, shl, shr, shf, bfe, bfi, brev, popc, clz, bfind, prmt.
#include "emitters.h"

namespace emulator::ptx {
namespace {

const Type kU32{Kind::kUnsigned, 32};

void emit_binary(Operation& operation, const std::string& sign) {
  operation.expect_operands(3);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, type, operation.read(1, type) + " " + sign + " " + operation.read(2, type));
}

void emit_and(Operation& operation) { emit_binary(operation, "&"); }
void emit_or(Operation& operation) { emit_binary(operation, "|"); }
void emit_xor(Operation& operation) { emit_binary(operation, "^"); }

void emit_not(Operation& operation) {
  operation.expect_operands(2);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, type, (type.is_predicate() ? "!" : "~") + operation.read(1, type));
}

void emit_cnot(Operation& operation) {
  operation.expect_operands(2);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, type, operation.read(1, type) + " == 0 ? 1 : 0");
}

void emit_lop3(Operation& operation) {
  operation.expect_operands(5);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, type,
                   "lookup3(" + operation.read(1, kU32) + ", " + operation.read(2, kU32) + ", " +
                       operation.read(3, kU32) + ", " + operation.read(4, kU32) + ")");
}

void emit_shift(Operation& operation, const std::string& function) {
  operation.expect_operands(3);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, type,
                   function + "<" + type.host() + ">(" + operation.read(1, type) + ", " +
                       operation.read(2, kU32) + ")");
}

void emit_shl(Operation& operation) { emit_shift(operation, "shift_left"); }
void emit_shr(Operation& operation) { emit_shift(operation, "shift_right"); }

void emit_shf(Operation& operation) {
  operation.expect_operands(4);
  const std::string direction = operation.take_any({".l", ".r"});
  const std::string mode = operation.take_any({".clamp", ".wrap"});
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  if (direction.empty() || mode.empty() || type.bits != 32) {
    operation.fail("expected .l or .r, .clamp or .wrap, and .b32");
  }
  const std::string by = operation.read(3, kU32) + (mode == ".wrap" ? " & 31" : "");
  operation.assign(0, type,
                   (direction == ".l" ? "funnel_left(" : "funnel_right(") +
                       operation.read(1, kU32) + ", " + operation.read(2, kU32) + ", " + by + ")");
}

void emit_bfe(Operation& operation) {
  operation.expect_operands(4);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  const Type bits{Kind::kUnsigned, type.bits};
  operation.assign(0, type,
                   "extract_field<" + type.host() + ", " + bits.host() + ">(" +
                       operation.read(1, bits) + ", " + operation.read(2, kU32) + ", " +
                       operation.read(3, kU32) + ", " + (type.is_signed() ? "true" : "false") +
                       ")");
}

void emit_bfi(Operation& operation) {
  operation.expect_operands(5);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, type,
                   "insert_field<" + type.host() + ">(" + operation.read(1, type) + ", " +
                       operation.read(2, type) + ", " + operation.read(3, kU32) + ", " +
                       operation.read(4, kU32) + ")");
}

void emit_brev(Operation& operation) {
  operation.expect_operands(2);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, type, "reverse_bits<" + type.host() + ">(" + operation.read(1, type) + ")");
}

void emit_popc(Operation& operation) {
  operation.expect_operands(2);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, kU32, "(u32)__builtin_popcountl(" + operation.read(1, type) + ")");
}

void emit_clz(Operation& operation) {
  operation.expect_operands(2);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, kU32, "count_leading_zeros(" + operation.read(1, type) + ")");
}

void emit_bfind(Operation& operation) {
  operation.expect_operands(2);
  const bool shift_amount = operation.take(".shiftamt");
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  const Type bits{Kind::kUnsigned, type.bits};
  operation.assign(0, kU32,
                   "find_leading<" + bits.host() + ">(" + operation.read(1, bits) + ", " +
                       (type.is_signed() ? "true" : "false") + ", " +
                       (shift_amount ? "true" : "false") + ")");
}

void emit_prmt(Operation& operation) {
  operation.expect_operands(4);
  static const std::map<std::string, std::string> modes = {
      {".f4e", "kForward4"}, {".b4e", "kBackward4"}, {".rc8", "kReplicate8"},
      {".ecl", "kEdgeLeft"}, {".ecr", "kEdgeRight"}, {".rc16", "kReplicate16"},
  };
  const std::string mode = operation.take_any({".f4e", ".b4e", ".rc8", ".ecl", ".ecr", ".rc16"});
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  std::string selectors = operation.read(3, kU32);
  if (!mode.empty()) {
    selectors = "permute_selectors(Permute::" + modes.at(mode) + ", " + selectors + ")";
  }
  operation.assign(0, type,
                   "permute_bytes(" + operation.read(1, kU32) + ", " + operation.read(2, kU32) +
                       ", " + selectors + ")");
}

}  // namespace

const EmitterTable& bit_emitters() {
  static const EmitterTable table = {
      {"and", emit_and},   {"or", emit_or},     {"xor", emit_xor},     {"not", emit_not},
      {"cnot", emit_cnot}, {"lop3", emit_lop3}, {"shl", emit_shl},     {"shr", emit_shr},
      {"shf", emit_shf},   {"bfe", emit_bfe},   {"bfi", emit_bfi},     {"brev", emit_brev},
      {"popc", emit_popc}, {"clz", emit_clz},   {"bfind", emit_bfind}, {"prmt", emit_prmt},
  };
  return table;
}

}  // namespace emulator::ptx
