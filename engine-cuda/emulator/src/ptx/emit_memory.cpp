// ld, ldu, st.
#include "emitters.h"
#include "memory_form.h"

namespace emulator::ptx {
namespace {

// Elements of .v2 or .v4, else 1.
size_t take_vector(Operation& operation) {
  const std::string vector = operation.take_any({".v2", ".v4", ".v8"});
  return vector.empty() ? 1 : static_cast<size_t>(vector[2] - '0');
}

std::vector<Operand> elements_of(const Operation& operation, const Operand& operand,
                                 size_t length) {
  if (length == 1) {
    return {operand};
  }
  if (operand.form != Operand::Form::kVector || operand.elements.size() != length) {
    operation.fail("expected a vector of " + std::to_string(length));
  }
  return operand.elements;
}

void emit_ld(Operation& operation) {
  operation.expect_operands(2);
  take_memory_order(operation);
  const Space space = take_memory_space(operation);
  const size_t length = take_vector(operation);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  const auto targets = elements_of(operation, operation.operand(0), length);
  const auto bytes = static_cast<uint64_t>(type.bytes());
  operation.line(
      "{ const u8* from = " +
      checked_address(operation, operation.operand(1), space, Access::kRead, bytes * length) + ";");
  for (size_t i = 0; i < length; ++i) {
    operation.line("  " + operation.assignment(targets[i], type,
                                               "get<" + type.host() + ">(from + " +
                                                   std::to_string(bytes * i) + ")"));
  }
  operation.line("}");
}

void emit_st(Operation& operation) {
  operation.expect_operands(2);
  take_memory_order(operation);
  const Space space = take_memory_space(operation);
  const size_t length = take_vector(operation);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  if (space == Space::kConstant) {
    operation.fail("constant memory can't be written");
  }
  const auto values = elements_of(operation, operation.operand(1), length);
  const auto bytes = static_cast<uint64_t>(type.bytes());
  operation.line(
      "{ u8* to = " +
      checked_address(operation, operation.operand(0), space, Access::kWrite, bytes * length) +
      ";");
  for (size_t i = 0; i < length; ++i) {
    operation.line("  put<" + type.host() + ">(to + " + std::to_string(bytes * i) + ", " +
                   operation.read(values[i], type) + ");");
  }
  operation.line("}");
}

}  // namespace

const EmitterTable& memory_emitters() {
  static const EmitterTable table = {{"ld", emit_ld}, {"ldu", emit_ld}, {"st", emit_st}};
  return table;
}

}  // namespace emulator::ptx
