#ifndef EMULATOR_PTX_OPERATION_H_
#define EMULATOR_PTX_OPERATION_H_

#include <initializer_list>
#include <string>
#include <vector>

#include "ast.h"
#include "lexer.h"
#include "names.h"
#include "translation.h"

namespace emulator::ptx {

// What translating one instruction needs: its modifiers, taken one by one so that none is ever
// ignored, its operands as C++ expressions, and where the generated statements go.
class Operation {
 public:
  Operation(const Instruction& instruction, const Names& names, const Source& source,
            Translation& translation, std::string& out);

  const Instruction& instruction() const { return instruction_; }
  const Names& names() const { return names_; }
  [[noreturn]] void fail(const std::string& problem) const;

  // --- modifiers, in any order ---
  bool take(const std::string& modifier);
  // The one of these that is there, else "".
  std::string take_any(std::initializer_list<const char*> modifiers);
  // Drops every modifier that begins with the prefix: cache hints.
  void drop_prefix(const std::string& prefix);
  // The next modifier that is a type.
  Type take_type();
  // To be called when all modifiers that are understood have been taken.
  void expect_no_more_modifiers() const;

  // --- operands ---
  size_t count() const { return instruction_.operands.size(); }
  void expect_operands(size_t least, size_t most) const;
  void expect_operands(size_t exactly) const { expect_operands(exactly, exactly); }
  const Operand& operand(size_t index) const { return instruction_.operands[index]; }

  // An expression of type.host(), for a register, number, special register or address of a
  // variable.
  std::string read(const Operand& operand, Type type) const;
  std::string read(size_t index, Type type) const { return read(operand(index), type); }
  // A predicate, negated where it says so.
  std::string read_predicate(const Operand& operand) const;
  // Assigns an expression of type.host() to a register; to `_`, it is only computed.
  std::string assignment(const Operand& target, Type type, const std::string& value) const;
  void assign(size_t index, Type type, const std::string& value) {
    line(assignment(operand(index), type, value));
  }
  const Symbol& symbol(const Operand& operand) const;
  // The address in [base+offset], an expression of type u64.
  std::string address(const Operand& operand) const;
  // The parameter that an address names, else null.
  const Symbol* parameter(const Operand& operand) const;

  // --- output ---
  void line(const std::string& statement) { out_ += "  " + statement + "\n"; }
  // A new number for this instruction where it accesses memory or waits.
  std::string site(Space space, Access access, uint64_t bytes) const;

 private:
  std::string read_register(const Symbol& symbol, Type type, const std::string& name) const;
  std::string read_number(const Operand& operand, Type type) const;

  const Instruction& instruction_;
  const Names& names_;
  const Source& source_;
  Translation& translation_;
  std::string& out_;
  std::vector<std::string> modifiers_;
};

// The value of a special register (%tid.x), an expression of type u32 or u64; "" for other names.
std::string special_register(const std::string& name, const std::string& component);

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_OPERATION_H_
