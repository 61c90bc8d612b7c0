#include "translation.h"

#include <algorithm>
#include <functional>

#include "function_emitter.h"
#include "lexer.h"
#include "parser.h"
#include "ptx_error.h"
#include "shared_layout.h"

namespace emulator::ptx {
namespace {

std::string kernel_symbol(size_t index) { return "kernel_" + std::to_string(index); }

uint64_t local_bytes(const Block& block) {
  uint64_t bytes = 0;
  for (const Declaration& declaration : block.declarations) {
    if (declaration.space == Space::kLocal) {
      bytes += (declaration.bytes() + 15) / 16 * 16;
    }
  }
  for (const Statement& statement : block.statements) {
    bytes += statement.block == nullptr ? 0 : local_bytes(*statement.block);
  }
  return bytes;
}

// Global and constant variables, reached through the thread's table.
void declare_variables(const Module& module, const Source& source, Names& names,
                       Translation& translation) {
  for (const Declaration& declaration : module.variables) {
    if (declaration.space != Space::kGlobal && declaration.space != Space::kConstant) {
      continue;
    }
    if (declaration.is_extern) {
      throw PtxError(declaration.line, source.line(declaration.line),
                     "extern variable '" + declaration.name + "' has no definition here");
    }
    const std::string index = std::to_string(translation.variables.size());
    names.add(declaration.name, {Symbol::Role::kMemory,
                                 declaration.type,
                                 declaration.space,
                                 "reinterpret_cast<u64>(t->variables[" + index + "])",
                                 1,
                                 {}});
    translation.variables.push_back(declaration);
  }
}

}  // namespace

Translation translate(const std::string& ptx) {
  const Source source(ptx);
  const Module module = parse(ptx, source);
  const SharedLayout shared(module);
  Translation translation;
  translation.dynamic_shared_begin = shared.dynamic_begin();
  Names names;
  names.open();
  declare_variables(module, source, names, translation);
  shared.declare(names);
  std::string declarations;
  std::string definitions;
  uint64_t callee_local_bytes = 0;
  for (size_t i = 0; i < module.functions.size(); ++i) {
    const Function& function = module.functions[i];
    if (function.body == nullptr) {
      continue;
    }
    const std::string head = signature(function, kernel_symbol(i));
    declarations += head + ";\n";
    definitions +=
        "\n" + head + " " + FunctionEmitter(module, function, source, names, translation).body();
    if (!function.is_entry) {
      callee_local_bytes += local_bytes(*function.body);
      continue;
    }
    Kernel kernel;
    kernel.name = function.name;
    kernel.symbol = kernel_symbol(i);
    kernel.parameters = function.parameters;
    kernel.max_threads = function.max_threads;
    kernel.shared = shared.used_by(function);
    kernel.static_shared_bytes = shared.packed_bytes(kernel.shared);
    kernel.local_bytes = local_bytes(*function.body);
    kernel.uses_calls = shared.calls(function);
    translation.kernels.push_back(std::move(kernel));
  }
  for (Kernel& kernel : translation.kernels) {
    kernel.local_bytes += kernel.uses_calls ? callee_local_bytes : 0;
  }
  translation.code = declarations + definitions;
  return translation;
}

}  // namespace emulator::ptx
