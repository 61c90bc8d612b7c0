#include "module_memory.h"

#include <algorithm>
#include <cstring>

#include "../ptx/ptx_error.h"

namespace emulator {
namespace {

constexpr size_t kAlignment = 256;

// A number as the bytes of one element.
uint64_t element_bits(const ptx::Initializer& value, const ptx::Type& type) {
  if (value.is_real && type.bits == 32 && value.real_width == 64) {
    double wide = 0;
    std::memcpy(&wide, &value.bits, sizeof wide);
    const auto narrow = static_cast<float>(wide);
    uint32_t bits = 0;
    std::memcpy(&bits, &narrow, sizeof bits);
    return bits;
  }
  return value.bits;
}

}  // namespace

ModuleMemory::ModuleMemory(const std::vector<ptx::Declaration>& declarations) {
  for (const ptx::Declaration& declaration : declarations) {
    const size_t bytes = declaration.bytes();
    const size_t alignment = std::max<size_t>(kAlignment, declaration.alignment);
    const size_t reserved = (bytes + alignment) / alignment * alignment;
    memory_.emplace_back(static_cast<kernel::u8*>(std::aligned_alloc(alignment, reserved)),
                         &std::free);
    kernel::u8* const memory = memory_.back().get();
    std::memset(memory, 0, reserved);
    addresses_.push_back(memory);
    variables_.push_back({declaration.name, reinterpret_cast<uintptr_t>(memory), bytes,
                          declaration.space == ptx::Space::kConstant});
  }
  for (size_t i = 0; i < declarations.size(); ++i) {
    initialize(declarations[i], addresses_[i]);
  }
}

void ModuleMemory::initialize(const ptx::Declaration& declaration, kernel::u8* memory) {
  const auto width = static_cast<size_t>(declaration.type.bytes());
  if (declaration.initializers.size() * width > declaration.bytes()) {
    throw PtxError(declaration.line, declaration.name, "more initial values than elements");
  }
  size_t offset = 0;
  for (const ptx::Initializer& value : declaration.initializers) {
    uint64_t bits = element_bits(value, declaration.type);
    if (!value.symbol.empty()) {
      const Variable* target = find(value.symbol);
      if (target == nullptr || width != 8) {
        throw PtxError(declaration.line, declaration.name,
                       "the address of '" + value.symbol + "' can't be an initial value here");
      }
      bits = target->address + static_cast<uint64_t>(value.offset);
    }
    std::memcpy(memory + offset, &bits, width);
    offset += width;
  }
}

Variable* ModuleMemory::find(const std::string& name) {
  const auto found = std::find_if(variables_.begin(), variables_.end(),
                                  [&](const Variable& each) { return each.name == name; });
  return found == variables_.end() ? nullptr : &*found;
}

}  // namespace emulator
