#ifndef EMULATOR_PTX_MEMORY_FORM_H_
#define EMULATOR_PTX_MEMORY_FORM_H_

#include <string>

#include "operation.h"

namespace emulator::ptx {

// Takes the state space from the modifiers; generic where there is none.
Space take_memory_space(Operation& operation);

// Takes what orders and caches accesses. One host thread runs the device: each access is strong.
void take_memory_order(Operation& operation);

// An expression of type u8*: the checked host address of `bytes` bytes at [address].
std::string checked_address(Operation& operation, const Operand& address, Space space,
                            Access access, uint64_t bytes);

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_MEMORY_FORM_H_
