#include "shared_layout.h"

#include <algorithm>
#include <functional>
#include <set>

namespace emulator::ptx {
namespace {

constexpr uint64_t kGap = 64;

uint64_t round_up(uint64_t value, uint64_t to) { return (value + to - 1) / to * to; }

void visit_declarations(const Block& block, const std::function<void(const Declaration&)>& visit) {
  for (const Declaration& declaration : block.declarations) {
    visit(declaration);
  }
  for (const Statement& statement : block.statements) {
    if (statement.block != nullptr) {
      visit_declarations(*statement.block, visit);
    }
  }
}

void visit_operand(const Operand& operand, std::set<std::string>& names) {
  if (!operand.name.empty()) {
    names.insert(operand.name);
  }
  for (const Operand& element : operand.elements) {
    visit_operand(element, names);
  }
}

void collect_names(const Block& block, std::set<std::string>& names) {
  for (const Statement& statement : block.statements) {
    if (statement.block != nullptr) {
      collect_names(*statement.block, names);
    } else if (statement.instruction != nullptr) {
      for (const Operand& operand : statement.instruction->operands) {
        visit_operand(operand, names);
      }
    }
  }
}

// Names that a function and the functions it calls mention.
std::set<std::string> reached_names(const Module& module, const Function& start, bool* calls) {
  std::set<std::string> names;
  std::set<const Function*> done;
  std::vector<const Function*> open = {&start};
  while (!open.empty()) {
    const Function* function = open.back();
    open.pop_back();
    if (function->body == nullptr || !done.insert(function).second) {
      continue;
    }
    collect_names(*function->body, names);
    for (const Function& each : module.functions) {
      if (!each.is_entry && names.count(each.name) > 0) {
        open.push_back(&each);
      }
    }
  }
  *calls = done.size() > 1;
  return names;
}

}  // namespace

SharedLayout::SharedLayout(const Module& module) : module_(module) {
  uint64_t next = 0;
  const auto place = [&](const Declaration& declaration) {
    if (declaration.space != Space::kShared) {
      return;
    }
    const bool dynamic = declaration.is_extern;
    const uint64_t begin =
        dynamic ? 0 : round_up(next, std::max<uint64_t>(declaration.alignment, 16));
    const uint64_t end = begin + declaration.bytes();
    places_.push_back({{declaration.name, begin, end}, declaration, dynamic});
    next = dynamic ? next : end + kGap;
  };
  std::for_each(module.variables.begin(), module.variables.end(), place);
  for (const Function& function : module.functions) {
    if (function.body != nullptr) {
      visit_declarations(*function.body, place);
    }
  }
  dynamic_begin_ = round_up(next, 1024);
  for (Place& each : places_) {
    if (each.dynamic) {
      each.range.begin = each.range.end = dynamic_begin_;
    }
  }
}

void SharedLayout::declare(Names& names) const {
  for (const Place& place : places_) {
    names.add(place.range.name, {Symbol::Role::kMemory,
                                 place.declaration.type,
                                 Space::kShared,
                                 "((u64)" + std::to_string(place.range.begin) + "ul)",
                                 1,
                                 {}});
  }
}

std::vector<SharedRange> SharedLayout::used_by(const Function& kernel) const {
  bool calls = false;
  const std::set<std::string> names = reached_names(module_, kernel, &calls);
  std::vector<SharedRange> used;
  for (const Place& place : places_) {
    if (!place.dynamic && names.count(place.range.name) > 0) {
      used.push_back(place.range);
    }
  }
  return used;
}

uint64_t SharedLayout::packed_bytes(const std::vector<SharedRange>& ranges) const {
  uint64_t bytes = 0;
  for (const SharedRange& range : ranges) {
    for (const Place& place : places_) {
      if (place.range.begin == range.begin && !place.dynamic) {
        bytes = round_up(bytes, place.declaration.alignment) + (range.end - range.begin);
      }
    }
  }
  return bytes;
}

bool SharedLayout::calls(const Function& kernel) const {
  bool calls = false;
  reached_names(module_, kernel, &calls);
  return calls;
}

}  // namespace emulator::ptx
