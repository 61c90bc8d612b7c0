// atom and red.
#include "emitters.h"
#include "memory_form.h"

namespace emulator::ptx {
namespace {

// The new value, an expression of `old`, b and, for cas, c. Fails where PTX has no such operation.
std::string updated(const Operation& operation, const std::string& how, Type type) {
  const bool bits = type.kind == Kind::kBits;
  if (how == ".exch" && bits && type.bits >= 32) {
    return "b";
  }
  if (how == ".cas" && bits && type.bits >= 16) {
    return "old == b ? c : old";
  }
  if ((how == ".and" || how == ".or" || how == ".xor") && bits && type.bits >= 32) {
    return "old " + std::string(how == ".and" ? "&" : (how == ".or" ? "|" : "^")) + " b";
  }
  if (how == ".add" && !bits && !type.is_half()) {
    return "old + b";
  }
  if (how == ".add" && type.is_half()) {
    const std::string name = type.kind == Kind::kBfloat ? "bf16" : "f16";
    const auto sum = [&](const std::string& shift) {
      return "to_" + name + "((f64)from_" + name + "((u16)(old" + shift + ")) + (f64)from_" + name +
             "((u16)(b" + shift + ")), Round::kNearest)";
    };
    return type.packed ? "pack(" + sum("") + ", " + sum(" >> 16") + ")" : sum("");
  }
  if ((how == ".min" || how == ".max") && type.is_integer() && !bits) {
    return std::string(how == ".min" ? "least" : "greatest") + "<" + type.host() + ">(old, b)";
  }
  if ((how == ".inc" || how == ".dec") && type.kind == Kind::kUnsigned && type.bits == 32) {
    return how == ".inc" ? "wrapping_increment(old, b)" : "wrapping_decrement(old, b)";
  }
  operation.fail("no atomic " + how + " of " + type.ptx());
}

void emit_atomic(Operation& operation, bool returns) {
  take_memory_order(operation);
  const Space space = take_memory_space(operation);
  const std::string how = operation.take_any(
      {".add", ".min", ".max", ".and", ".or", ".xor", ".exch", ".cas", ".inc", ".dec"});
  operation.take(".noftz");
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  const size_t first = returns ? 1 : 0;
  operation.expect_operands(first + (how == ".cas" ? 3 : 2));
  if (how.empty() || space == Space::kLocal || space == Space::kConstant ||
      space == Space::kParameter) {
    operation.fail("expected an operation on global or shared memory");
  }
  if (!returns && (how == ".exch" || how == ".cas")) {
    operation.fail("red has no " + how);
  }
  const std::string value = updated(operation, how, type);
  const std::string host = type.host();
  operation.line("{ u8* at = " +
                 checked_address(operation, operation.operand(first), space, Access::kAtomic,
                                 static_cast<uint64_t>(type.bytes())) +
                 ";");
  operation.line("  const " + host + " b = " + operation.read(first + 1, type) + ";");
  if (how == ".cas") {
    operation.line("  const " + host + " c = " + operation.read(first + 2, type) + ";");
  }
  operation.line("  const " + host + " old = get<" + host + ">(at);");
  operation.line("  put<" + host + ">(at, (" + host + ")(" + value + "));");
  operation.line(returns ? "  " + operation.assignment(operation.operand(0), type, "old") + " }"
                         : "}");
}

void emit_atom(Operation& operation) { emit_atomic(operation, true); }
void emit_red(Operation& operation) { emit_atomic(operation, false); }

}  // namespace

const EmitterTable& atomic_emitters() {
  static const EmitterTable table = {{"atom", emit_atom}, {"red", emit_red}};
  return table;
}

}  // namespace emulator::ptx
