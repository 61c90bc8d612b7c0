#ifndef EMULATOR_DEVICE_MODULE_MEMORY_H_
#define EMULATOR_DEVICE_MODULE_MEMORY_H_

#include <cstdlib>
#include <memory>
#include <vector>

#include "../ptx/ast.h"
#include "kernel_abi.h"
#include "launch.h"

namespace emulator {

// The .global and .const variables of a loaded module, initialised.
class ModuleMemory {
 public:
  // Throws PtxError for an initialiser that names what isn't there.
  explicit ModuleMemory(const std::vector<ptx::Declaration>& declarations);

  std::vector<Variable>& variables() { return variables_; }
  const std::vector<kernel::u8*>& addresses() const { return addresses_; }
  Variable* find(const std::string& name);

 private:
  void initialize(const ptx::Declaration& declaration, kernel::u8* memory);

  std::vector<std::unique_ptr<kernel::u8, decltype(&std::free)>> memory_;
  std::vector<Variable> variables_;
  std::vector<kernel::u8*> addresses_;
};

}  // namespace emulator

#endif  // EMULATOR_DEVICE_MODULE_MEMORY_H_
