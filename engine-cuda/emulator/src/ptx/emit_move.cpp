// mov with packing and unpacking, cvta, isspacep; and the hints that change nothing here.
#include "emitters.h"

namespace emulator::ptx {
namespace {

const Type kU64{Kind::kUnsigned, 64};
const Type kPredicate{Kind::kPredicate, 1};

Type bits_of(int width) { return {Kind::kUnsigned, width}; }

// mov.b64 d, {a, b}: the first element is the lowest.
void pack_vector(Operation& operation, Type type) {
  const auto& elements = operation.operand(1).elements;
  const int width = type.width() / static_cast<int>(elements.size());
  std::string value;
  for (size_t i = 0; i < elements.size(); ++i) {
    value += (i == 0 ? "" : " | ") + std::string("(u64)") +
             operation.read(elements[i], bits_of(width)) + " << " +
             std::to_string(width * static_cast<int>(i));
  }
  operation.assign(0, bits_of(type.width()), value);
}

void unpack_vector(Operation& operation, Type type) {
  const auto& elements = operation.operand(0).elements;
  const int width = type.width() / static_cast<int>(elements.size());
  operation.line("{ const u64 whole = " + operation.read(1, bits_of(type.width())) + ";");
  for (size_t i = 0; i < elements.size(); ++i) {
    operation.line(operation.assignment(elements[i], bits_of(width),
                                        "(u" + std::to_string(width) + ")(whole >> " +
                                            std::to_string(width * static_cast<int>(i)) + ")"));
  }
  operation.line("}");
}

void check_split(const Operation& operation, Type type, const Operand& vector) {
  const size_t parts = vector.elements.size();
  if ((parts != 2 && parts != 4) || type.width() / static_cast<int>(parts) < 8) {
    operation.fail("a " + type.ptx() + " can't be split into " + std::to_string(parts));
  }
}

void emit_mov(Operation& operation) {
  operation.expect_operands(2);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  const Operand& target = operation.operand(0);
  const Operand& from = operation.operand(1);
  if (from.form == Operand::Form::kVector) {
    check_split(operation, type, from);
    pack_vector(operation, type);
  } else if (target.form == Operand::Form::kVector) {
    check_split(operation, type, target);
    unpack_vector(operation, type);
  } else {
    operation.assign(0, type, operation.read(1, type));
  }
}

std::string take_space(Operation& operation) {
  return operation.take_any({".global", ".shared", ".shared::cta", ".shared::cluster", ".local",
                             ".const", ".param", ".param::entry"});
}

// All addresses but those of shared memory are generic already.
void emit_cvta(Operation& operation) {
  operation.expect_operands(2);
  const bool to = operation.take(".to");
  const std::string space = take_space(operation);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  const bool shared = space.compare(0, 7, ".shared") == 0;
  if (space.empty() || (type.bits != 64 && !(shared && !to))) {
    operation.fail("expected a state space and .u64");
  }
  if (!shared) {
    operation.assign(0, type, operation.read(1, type));
    return;
  }
  operation.assign(
      0, type, operation.read(1, type) + (to ? " - " : " + ") + "reinterpret_cast<u64>(t->shared)");
}

void emit_isspacep(Operation& operation) {
  operation.expect_operands(2);
  const std::string space = take_space(operation);
  operation.expect_no_more_modifiers();
  const std::string a = operation.read(1, kU64);
  if (space == ".const" || space.compare(0, 6, ".param") == 0 || space.empty()) {
    operation.fail("expected .global, .shared or .local");
  }
  const std::string shared = "is_shared(t, " + a + ")";
  const std::string local = "is_local(t, " + a + ")";
  operation.assign(
      0, kPredicate,
      space == ".local" ? local : (space == ".global" ? "!" + shared + " && !" + local : shared));
}

// Moves data between caches: nothing to see for a program.
void emit_prefetch(Operation& operation) {
  operation.expect_operands(1);
  operation.line("// no caches");
}

}  // namespace

const EmitterTable& move_emitters() {
  static const EmitterTable table = {
      {"mov", emit_mov},           {"cvta", emit_cvta},          {"isspacep", emit_isspacep},
      {"prefetch", emit_prefetch}, {"prefetchu", emit_prefetch},
  };
  return table;
}

}  // namespace emulator::ptx
