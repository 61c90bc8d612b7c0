#ifndef EMULATOR_PTX_AST_H_
#define EMULATOR_PTX_AST_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "type.h"

namespace emulator::ptx {

enum class Space { kRegister, kParameter, kLocal, kShared, kGlobal, kConstant, kGeneric };

struct Operand {
  enum class Form {
    kName,     // %r1, %tid.x, a variable or label, _; with offset where `name+4`
    kInteger,  // bits
    kReal,     // bits of real_width
    kAddress,  // [name+offset] or [offset]
    kVector,   // {a, b}, in elements
    kList,     // (a, b) of a call, in elements
    kPair,     // p|q, in elements
  };
  Form form = Form::kName;
  std::string name;
  // .x of %tid.x; .b0 of a video instruction's operand.
  std::string component;
  bool negated = false;
  int64_t offset = 0;
  uint64_t bits = 0;
  int real_width = 64;
  std::vector<Operand> elements;

  bool is_sink() const { return form == Form::kName && name == "_"; }
};

struct Instruction {
  int line = 0;
  // Predicate register of `@%p1` or `@!%p1`; empty where there is none.
  std::string guard;
  bool guard_negated = false;
  std::string opcode;
  std::vector<std::string> modifiers;
  std::vector<Operand> operands;
};

// One element of a variable's initialiser: a number, or the address of a variable.
struct Initializer {
  uint64_t bits = 0;
  bool is_real = false;
  int real_width = 64;
  std::string symbol;
  int64_t offset = 0;
};

struct Declaration {
  int line = 0;
  std::string name;
  Space space = Space::kRegister;
  Type type;
  int vector_length = 1;
  // %r<10> declares %r0 to %r9: 10; else 0.
  int range = 0;
  bool is_array = false;
  // Elements of an array; 0 for extern arrays of open length; 1 for scalars.
  uint64_t elements = 1;
  uint64_t alignment = 1;
  bool is_extern = false;
  std::vector<Initializer> initializers;

  uint64_t bytes() const {
    return elements * static_cast<uint64_t>(vector_length) *
           static_cast<uint64_t>(type.width() < 8 ? 1 : type.bytes());
  }
};

struct Block;

struct Statement {
  // Exactly one of the three is set.
  std::string label;
  std::unique_ptr<Instruction> instruction;
  std::unique_ptr<Block> block;
};

// { ... }: names declared inside are not known outside.
struct Block {
  std::vector<Declaration> declarations;
  std::vector<Statement> statements;
  // name: .branchtargets l0, l1; for brx.idx.
  std::map<std::string, std::vector<std::string>> branch_targets;
};

struct Function {
  int line = 0;
  std::string name;
  bool is_entry = false;
  std::vector<Declaration> results;
  std::vector<Declaration> parameters;
  unsigned max_threads = 0;
  // Null for a declaration without body.
  std::unique_ptr<Block> body;
};

struct Module {
  std::string version;
  std::string target;
  std::vector<Declaration> variables;
  std::vector<Function> functions;
};

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_AST_H_
