#include "operation.h"

#include <algorithm>
#include <cstring>

#include "ptx_error.h"

namespace emulator::ptx {
namespace {

std::string hexadecimal(uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llXu", static_cast<unsigned long long>(value));
  return value > 0xFFFFFFFFu ? std::string(text) + "l" : text;
}

}  // namespace

Operation::Operation(const Instruction& instruction, const Names& names, const Source& source,
                     Translation& translation, std::string& out)
    : instruction_(instruction),
      names_(names),
      source_(source),
      translation_(translation),
      out_(out),
      modifiers_(instruction.modifiers) {}

void Operation::fail(const std::string& problem) const {
  throw PtxError(instruction_.line, source_.line(instruction_.line), problem);
}

bool Operation::take(const std::string& modifier) {
  const auto found = std::find(modifiers_.begin(), modifiers_.end(), modifier);
  if (found == modifiers_.end()) {
    return false;
  }
  modifiers_.erase(found);
  return true;
}

std::string Operation::take_any(std::initializer_list<const char*> modifiers) {
  for (const char* modifier : modifiers) {
    if (take(modifier)) {
      return modifier;
    }
  }
  return "";
}

void Operation::drop_prefix(const std::string& prefix) {
  modifiers_.erase(std::remove_if(modifiers_.begin(), modifiers_.end(),
                                  [&](const std::string& modifier) {
                                    return modifier.compare(0, prefix.size(), prefix) == 0;
                                  }),
                   modifiers_.end());
}

Type Operation::take_type() {
  for (const std::string& modifier : modifiers_) {
    if (const auto type = type_of(modifier)) {
      take(modifier);
      return *type;
    }
  }
  fail("expected a type among the modifiers of " + instruction_.opcode);
}

void Operation::expect_no_more_modifiers() const {
  if (!modifiers_.empty()) {
    fail("'" + modifiers_.front() + "' of " + instruction_.opcode + " is not supported");
  }
}

void Operation::expect_operands(size_t least, size_t most) const {
  if (count() < least || count() > most) {
    fail("expected " + std::to_string(least) +
         (most == least ? "" : " to " + std::to_string(most)) + " operands, found " +
         std::to_string(count()));
  }
}

const Symbol& Operation::symbol(const Operand& operand) const {
  const Symbol* symbol = names_.find(operand.name);
  if (symbol == nullptr) {
    fail("'" + operand.name + "' is not declared");
  }
  return *symbol;
}

std::string Operation::read_register(const Symbol& symbol, Type type,
                                     const std::string& name) const {
  const Type& held = symbol.type;
  if (held.is_predicate() != type.is_predicate()) {
    fail("'" + name + "' is " + held.ptx() + ", where " + type.ptx() + " is expected");
  }
  if (held.is_predicate()) {
    return symbol.code;
  }
  if (held.width() < type.width()) {
    fail("'" + name + "' has " + std::to_string(held.width()) + " bits, where " + type.ptx() +
         " is expected");
  }
  if (type.is_float()) {
    const std::string bits = std::to_string(type.bits);
    if (held.is_float()) {
      return held.bits == type.bits ? symbol.code
                                    : "as_f" + bits + "((u32)as_u64(" + symbol.code + "))";
    }
    return "as_f" + bits + "((u" + bits + ")" + symbol.code + ")";
  }
  const std::string code =
      held.is_float() ? "as_u" + std::to_string(held.bits) + "(" + symbol.code + ")" : symbol.code;
  return "((" + type.host() + ")" + code + ")";
}

std::string Operation::read_number(const Operand& operand, Type type) const {
  uint64_t bits = operand.bits;
  if (operand.form == Operand::Form::kReal) {
    if (type.width() == 32 && operand.real_width == 64) {
      double wide = 0;
      std::memcpy(&wide, &bits, sizeof wide);
      const auto narrow = static_cast<float>(wide);
      uint32_t narrow_bits = 0;
      std::memcpy(&narrow_bits, &narrow, sizeof narrow);
      bits = narrow_bits;
    } else if (type.width() == 64 && operand.real_width == 32) {
      const auto narrow_bits = static_cast<uint32_t>(bits);
      float narrow = 0;
      std::memcpy(&narrow, &narrow_bits, sizeof narrow);
      const double wide = narrow;
      std::memcpy(&bits, &wide, sizeof wide);
    } else if (type.width() < 32) {
      fail("a float number where " + type.ptx() + " is expected");
    }
  } else if (type.is_float()) {
    fail("an integer where " + type.ptx() + " is expected");
  }
  if (type.is_predicate()) {
    return bits != 0 ? "true" : "false";
  }
  if (type.width() < 64) {
    bits &= (uint64_t{1} << type.width()) - 1;
  }
  if (type.is_float()) {
    return "as_f" + std::to_string(type.bits) + "(" + hexadecimal(bits) + ")";
  }
  return "((" + type.host() + ")" + hexadecimal(bits) + ")";
}

std::string Operation::read(const Operand& operand, Type type) const {
  switch (operand.form) {
    case Operand::Form::kInteger:
    case Operand::Form::kReal:
      return read_number(operand, type);
    case Operand::Form::kName:
      break;
    default:
      fail("a vector or address where a single value is expected");
  }
  if (type.is_predicate()) {
    return read_predicate(operand);
  }
  if (operand.negated) {
    fail("'!' before a value that is no predicate");
  }
  const std::string special = special_register(operand.name, operand.component);
  if (!special.empty()) {
    return "((" + type.host() + ")" + special + ")";
  }
  if (!operand.component.empty()) {
    fail("'" + operand.name + operand.component + "' is not known");
  }
  const Symbol& found = symbol(operand);
  if (found.role == Symbol::Role::kRegister && operand.offset == 0) {
    return read_register(found, type, operand.name);
  }
  if (found.role != Symbol::Role::kMemory || !type.is_integer()) {
    fail("'" + operand.name + "' can't be read as " + type.ptx());
  }
  if (found.space == Space::kParameter && found.bytes == 0) {
    fail("the address of a function's parameter is not supported");
  }
  return "((" + type.host() + ")(" + found.code + " + " + std::to_string(operand.offset) + "))";
}

std::string Operation::read_predicate(const Operand& operand) const {
  if (operand.form == Operand::Form::kInteger) {
    return operand.bits != 0 ? "true" : "false";
  }
  if (operand.form != Operand::Form::kName) {
    fail("expected a predicate");
  }
  const Symbol& found = symbol(operand);
  if (found.role != Symbol::Role::kRegister || !found.type.is_predicate()) {
    fail("'" + operand.name + "' is no predicate");
  }
  return operand.negated ? "!" + found.code : found.code;
}

std::string Operation::assignment(const Operand& target, Type type,
                                  const std::string& value) const {
  if (target.is_sink()) {
    return "(void)(" + value + ");";
  }
  if (target.form != Operand::Form::kName) {
    fail("expected a register to write to");
  }
  const Symbol& found = symbol(target);
  const Type& held = found.type;
  if (found.role != Symbol::Role::kRegister || held.is_predicate() != type.is_predicate() ||
      held.width() < type.width()) {
    fail("'" + target.name + "' can't hold a " + type.ptx());
  }
  std::string bits = value;
  if (type.is_predicate() || (type.is_float() && held.is_float() && held.bits == type.bits)) {
    return found.code + " = " + value + ";";
  }
  if (type.is_float()) {
    bits = "as_u" + std::to_string(type.bits) + "(" + value + ")";
  }
  if (held.is_float()) {
    const std::string width = std::to_string(held.bits);
    return found.code + " = as_f" + width + "((u" + width + ")(" + bits + "));";
  }
  // A wider register is filled up with zeros or, for signed types, with the sign.
  return found.code + " = (" + held.host_bits() + ")(" +
         (type.is_float() ? "" : "(" + type.host() + ")") + "(" + bits + "));";
}

std::string Operation::address(const Operand& operand) const {
  if (operand.form != Operand::Form::kAddress) {
    fail("expected an address in brackets");
  }
  const std::string offset =
      operand.offset == 0 ? "" : " + " + std::to_string(operand.offset) + "l";
  if (operand.name.empty()) {
    return "(u64)(" + std::to_string(operand.offset) + "l)";
  }
  const Symbol& found = symbol(operand);
  if (found.role == Symbol::Role::kRegister) {
    const Type type{Kind::kUnsigned, found.type.width() >= 64 ? 64 : 32};
    const std::string base = read_register(found, type, operand.name);
    // Addresses of 32 bits wrap around as such.
    return type.bits == 64 ? base + offset : "(u64)(u32)(" + base + offset + ")";
  }
  if (found.role != Symbol::Role::kMemory) {
    fail("'" + operand.name + "' is no address");
  }
  return found.code + offset;
}

const Symbol* Operation::parameter(const Operand& operand) const {
  const Symbol* found = operand.name.empty() ? nullptr : names_.find(operand.name);
  return found != nullptr && found->role == Symbol::Role::kMemory &&
                 found->space == Space::kParameter
             ? found
             : nullptr;
}

std::string Operation::site(Space space, Access access, uint64_t bytes) const {
  translation_.sites.push_back(
      {instruction_.line, source_.line(instruction_.line), space, access, bytes});
  return std::to_string(translation_.sites.size() - 1);
}

}  // namespace emulator::ptx
