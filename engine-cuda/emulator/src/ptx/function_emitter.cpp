#include "function_emitter.h"

#include <algorithm>
#include <utility>

#include "emitters.h"
#include "ptx_error.h"

namespace emulator::ptx {
namespace {

std::string initial(Type type) {
  if (type.is_predicate()) {
    return "true";
  }
  if (type.is_float()) {
    return type.bits == 32 ? "as_f32(~0u)" : "as_f64(~0ul)";
  }
  return "(" + type.host_bits() + ")-1";
}

uint64_t round_up(uint64_t value, uint64_t to) { return (value + to - 1) / to * to; }

bool has_modifier(const Instruction& instruction, const std::string& modifier) {
  return std::find(instruction.modifiers.begin(), instruction.modifiers.end(), modifier) !=
         instruction.modifiers.end();
}

}  // namespace

std::string signature(const Function& function, const std::string& kernel_symbol) {
  if (function.is_entry) {
    return "static void " + kernel_symbol + "(Thread* t)";
  }
  std::string text = "static void " + identifier("F_", function.name, 0) + "(Thread* t";
  for (const auto* list : {&function.results, &function.parameters}) {
    for (const Declaration& declaration : *list) {
      text += ", u8* " + identifier("P_", declaration.name, 0);
    }
  }
  return text + ")";
}

FunctionEmitter::FunctionEmitter(const Module& module, const Function& function,
                                 const Source& source, Names& names, Translation& translation)
    : module_(module),
      function_(function),
      source_(source),
      names_(names),
      translation_(translation) {}

void FunctionEmitter::fail(int line, const std::string& problem) const {
  throw PtxError(line, source_.line(line), problem);
}

std::string FunctionEmitter::body() {
  names_.open();
  declare_parameters();
  declarations_ += "  [[maybe_unused]] bool carry = false;\n";
  declarations_ += "  const LocalFrame frame(t);\n";
  block(*function_.body);
  names_.close();
  return "{\n" + declarations_ + statements_ + "}\n";
}

void FunctionEmitter::declare_parameters() {
  uint64_t offset = 0;
  for (const auto* list : {&function_.results, &function_.parameters}) {
    for (const Declaration& declaration : *list) {
      if (declaration.space != Space::kParameter) {
        fail(declaration.line, "parameters in registers are not supported");
      }
      Symbol symbol{Symbol::Role::kMemory, declaration.type, Space::kParameter, "", 0, {}};
      if (function_.is_entry) {
        offset = round_up(offset, declaration.alignment);
        symbol.code = "reinterpret_cast<u64>(t->parameters + " + std::to_string(offset) + ")";
        symbol.bytes = declaration.bytes();
        offset += declaration.bytes();
      } else {
        symbol.code = "reinterpret_cast<u64>(" + identifier("P_", declaration.name, 0) + ")";
      }
      names_.add(declaration.name, symbol);
    }
  }
}

void FunctionEmitter::open_scope(const Block& block) {
  names_.open();
  for (const Declaration& declaration : block.declarations) {
    declare(declaration);
  }
  for (const Statement& statement : block.statements) {
    if (!statement.label.empty()) {
      names_.add(statement.label, {Symbol::Role::kLabel,
                                   {},
                                   Space::kRegister,
                                   identifier("L_", statement.label, scope_),
                                   0,
                                   {}});
    }
  }
  for (const auto& [name, targets] : block.branch_targets) {
    names_.add(name, {Symbol::Role::kBranchTargets, {}, Space::kRegister, "", 0, targets});
  }
}

void FunctionEmitter::declare(const Declaration& declaration) {
  switch (declaration.space) {
    case Space::kRegister:
      if (declaration.range == 0) {
        declare_register(declaration.name, declaration);
      }
      for (int i = 0; i < declaration.range; ++i) {
        declare_register(declaration.name + std::to_string(i), declaration);
      }
      break;
    case Space::kParameter: {
      // Arguments and results of the calls that this function makes.
      const std::string name = identifier("A_", declaration.name, scope_);
      declarations_ +=
          "  alignas(16) u8 " + name + "[" + std::to_string(declaration.bytes()) + "];\n";
      names_.add(declaration.name, {Symbol::Role::kMemory,
                                    declaration.type,
                                    Space::kParameter,
                                    "reinterpret_cast<u64>(" + name + ")",
                                    declaration.bytes(),
                                    {}});
      break;
    }
    case Space::kLocal: {
      const std::string name = identifier("M_", declaration.name, scope_);
      translation_.sites.push_back({declaration.line, source_.line(declaration.line), Space::kLocal,
                                    Access::kWait, declaration.bytes()});
      declarations_ += "  u8* const " + name + " = t->services->enter_local(t, " +
                       std::to_string(translation_.sites.size() - 1) + ", " +
                       std::to_string(declaration.bytes()) + ");\n";
      names_.add(declaration.name, {Symbol::Role::kMemory,
                                    declaration.type,
                                    Space::kLocal,
                                    "reinterpret_cast<u64>(" + name + ")",
                                    1,
                                    {}});
      break;
    }
    case Space::kShared:
      break;  // laid out with the module's
    default:
      fail(declaration.line, "a variable of this kind is not supported inside a function");
  }
}

void FunctionEmitter::declare_register(const std::string& name, const Declaration& declaration) {
  const Type& type = declaration.type;
  const std::string code = identifier("", name, scope_) + (name[0] == '%' ? "" : "_r");
  const std::string host = type.is_predicate() || type.is_float() ? type.host() : type.host_bits();
  declarations_ += "  " + host + " " + code + " = " + initial(type) + ";\n";
  names_.add(name, {Symbol::Role::kRegister, type, Space::kRegister, code, 0, {}});
}

void FunctionEmitter::block(const Block& block) {
  open_scope(block);
  for (const Statement& each : block.statements) {
    statement(each);
  }
  names_.close();
}

void FunctionEmitter::statement(const Statement& each) {
  if (each.block != nullptr) {
    ++scope_;  // numbers are not reused, so that names of sibling blocks differ
    block(*each.block);
  } else if (!each.label.empty()) {
    const std::string code = names_.find(each.label)->code;
    statements_ += code + ":;\n";
    passed_.insert(code);
  } else {
    instruction(*each.instruction);
  }
}

void FunctionEmitter::instruction(const Instruction& instruction) {
  statements_ +=
      "  // " + std::to_string(instruction.line) + ": " + source_.line(instruction.line) + "\n";
  if (!instruction.guard.empty()) {
    const Symbol* guard = names_.find(instruction.guard);
    if (guard == nullptr || guard->role != Symbol::Role::kRegister || !guard->type.is_predicate()) {
      fail(instruction.line, "'" + instruction.guard + "' is no predicate");
    }
    statements_ +=
        "  if (" + std::string(instruction.guard_negated ? "!" : "") + guard->code + ") {\n";
  }
  const std::string& opcode = instruction.opcode;
  if (opcode == "bra") {
    branch(instruction);
  } else if (opcode == "brx") {
    indexed_branch(instruction);
  } else if (opcode == "call") {
    call(instruction);
  } else if (opcode == "ret" || (opcode == "exit" && function_.is_entry)) {
    statements_ += "  return;\n";
  } else if (opcode == "exit") {
    statements_ += "  t->services->exit(t);\n";
  } else {
    const Emitter emitter =
        find_emitter(has_modifier(instruction, ".cc") ? opcode + ".cc" : opcode);
    const Emitter plain = emitter == nullptr ? find_emitter(opcode) : emitter;
    if (plain == nullptr) {
      fail(instruction.line, "unknown instruction '" + opcode + "'");
    }
    Operation operation(instruction, names_, source_, translation_, statements_);
    plain(operation);
  }
  if (!instruction.guard.empty()) {
    statements_ += "  }\n";
  }
}

std::string FunctionEmitter::jump(const Instruction& instruction, const std::string& label) {
  const Symbol* target = names_.find(label);
  if (target == nullptr || target->role != Symbol::Role::kLabel) {
    fail(instruction.line, "'" + label + "' is no label");
  }
  std::string text;
  if (passed_.count(target->code) > 0) {
    translation_.sites.push_back(
        {instruction.line, source_.line(instruction.line), Space::kGeneric, Access::kWait, 0});
    text = "if (--t->fuel == 0) t->services->refuel(t, " +
           std::to_string(translation_.sites.size() - 1) + "); ";
  }
  return text + "goto " + target->code + ";";
}

void FunctionEmitter::branch(const Instruction& instruction) {
  if (instruction.operands.size() != 1 ||
      (!instruction.modifiers.empty() &&
       instruction.modifiers != std::vector<std::string>{".uni"})) {
    fail(instruction.line, "expected one label, and no modifier but .uni");
  }
  statements_ += "  " + jump(instruction, instruction.operands[0].name) + "\n";
}

void FunctionEmitter::indexed_branch(const Instruction& instruction) {
  if (instruction.operands.size() != 2 || !has_modifier(instruction, ".idx")) {
    fail(instruction.line, "expected .idx, an index and a list of targets");
  }
  const Symbol* list = names_.find(instruction.operands[1].name);
  if (list == nullptr || list->role != Symbol::Role::kBranchTargets) {
    fail(instruction.line, "'" + instruction.operands[1].name + "' is no list of targets");
  }
  Operation operation(instruction, names_, source_, translation_, statements_);
  const std::string index = operation.read(0, {Kind::kUnsigned, 32});
  statements_ += "  switch (" + index + ") {\n";
  for (size_t i = 0; i < list->targets.size(); ++i) {
    statements_ +=
        "    case " + std::to_string(i) + "u: " + jump(instruction, list->targets[i]) + "\n";
  }
  // PTX leaves an index beyond the list open; here it ends the launch.
  statements_ += "    default: t->services->trap(t, " +
                 operation.site(Space::kGeneric, Access::kWait, 0) + ");\n  }\n";
}

std::string FunctionEmitter::argument(const Instruction& instruction,
                                      const Operand& operand) const {
  const Symbol* symbol = names_.find(operand.name);
  if (operand.form != Operand::Form::kName || symbol == nullptr ||
      symbol->role != Symbol::Role::kMemory || symbol->space != Space::kParameter) {
    fail(instruction.line, "expected variables in .param space as arguments");
  }
  return "reinterpret_cast<u8*>(" + symbol->code + ")";
}

void FunctionEmitter::call(const Instruction& instruction) {
  std::vector<std::string> arguments;
  std::string name;
  for (const Operand& operand : instruction.operands) {
    if (operand.form == Operand::Form::kList) {
      for (const Operand& element : operand.elements) {
        arguments.push_back(argument(instruction, element));
      }
    } else if (operand.form == Operand::Form::kName && name.empty()) {
      name = operand.name;
    } else {
      fail(instruction.line, "calls through pointers are not supported");
    }
  }
  const auto found =
      std::find_if(module_.functions.begin(), module_.functions.end(), [&](const Function& each) {
        return each.name == name && !each.is_entry && each.body != nullptr;
      });
  std::string text;
  if (found != module_.functions.end()) {
    if (found->results.size() + found->parameters.size() != arguments.size()) {
      fail(instruction.line, "'" + name + "' takes a different number of arguments");
    }
    translation_.sites.push_back(
        {instruction.line, source_.line(instruction.line), Space::kGeneric, Access::kWait, 0});
    text = "if (t->depth >= kMostCalls) t->services->too_deep(t, " +
           std::to_string(translation_.sites.size() - 1) + "); " + identifier("F_", name, 0) + "(t";
  } else if (name == "vprintf" && arguments.size() == 3) {
    text = "print(t";
  } else if (name == "__assertfail" && arguments.size() == 5) {
    translation_.sites.push_back(
        {instruction.line, source_.line(instruction.line), Space::kGeneric, Access::kWait, 0});
    text = "assert_failed(t, " + std::to_string(translation_.sites.size() - 1);
  } else {
    fail(instruction.line, "function '" + name + "' is not defined in this module");
  }
  for (const std::string& each : arguments) {
    text += ", " + each;
  }
  statements_ += "  " + text + ");\n";
}

}  // namespace emulator::ptx
