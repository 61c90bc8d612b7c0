#ifndef EMULATOR_PTX_FUNCTION_EMITTER_H_
#define EMULATOR_PTX_FUNCTION_EMITTER_H_

#include <set>
#include <string>

#include "ast.h"
#include "lexer.h"
#include "names.h"
#include "translation.h"

namespace emulator::ptx {

// `static void F_name(Thread* t, u8* results..., u8* parameters...)`, or a kernel's
// `extern "C" void symbol(Thread* t)`; without what follows the closing parenthesis.
std::string signature(const Function& function, const std::string& kernel_symbol);

// The C++ of one function. Registers are variables, branches are gotos.
class FunctionEmitter {
 public:
  // `names` holds the module's names.
  FunctionEmitter(const Module& module, const Function& function, const Source& source,
                  Names& names, Translation& translation);

  // The braces and what is between them.
  std::string body();

 private:
  [[noreturn]] void fail(int line, const std::string& problem) const;
  void declare_parameters();
  void open_scope(const Block& block);
  void declare(const Declaration& declaration);
  void declare_register(const std::string& name, const Declaration& declaration);
  void block(const Block& block);
  void statement(const Statement& statement);
  void instruction(const Instruction& instruction);
  void branch(const Instruction& instruction);
  void indexed_branch(const Instruction& instruction);
  void call(const Instruction& instruction);
  std::string argument(const Instruction& instruction, const Operand& operand) const;
  std::string jump(const Instruction& instruction, const std::string& label);

  const Module& module_;
  const Function& function_;
  const Source& source_;
  Names& names_;
  Translation& translation_;
  // C++ has no jump over an initialisation, so all variables come before all statements.
  std::string declarations_;
  std::string statements_;
  // Labels that have been passed: a jump to one of them is a loop.
  std::set<std::string> passed_;
  int scope_ = 0;
};

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_FUNCTION_EMITTER_H_
