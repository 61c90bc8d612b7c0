#ifndef EMULATOR_PTX_NAMES_H_
#define EMULATOR_PTX_NAMES_H_

#include <map>
#include <string>
#include <vector>

#include "ast.h"

namespace emulator::ptx {

// What a name of the PTX text stands for in the generated code.
struct Symbol {
  enum class Role { kRegister, kMemory, kLabel, kBranchTargets };
  Role role = Role::kRegister;
  Type type;
  Space space = Space::kRegister;
  // A register's or label's identifier; for memory, an expression of type u64: the address.
  std::string code;
  // For parameters: bytes from `code` on that may be read; 0 where not known.
  uint64_t bytes = 0;
  // For branch targets.
  std::vector<std::string> targets;
};

// Nested scopes of names; the innermost one that knows a name wins.
class Names {
 public:
  void open() { scopes_.emplace_back(); }
  void close() { scopes_.pop_back(); }
  void add(const std::string& name, Symbol symbol) { scopes_.back()[name] = std::move(symbol); }

  const Symbol* find(const std::string& name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      const auto found = scope->find(name);
      if (found != scope->end()) {
        return &found->second;
      }
    }
    return nullptr;
  }

 private:
  std::vector<std::map<std::string, Symbol>> scopes_;
};

// A C++ identifier for a PTX name; `%` and `$` are kept apart, and `scope` makes it unique.
std::string identifier(const std::string& prefix, const std::string& name, int scope);

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_NAMES_H_
