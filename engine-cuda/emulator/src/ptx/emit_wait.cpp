// Where threads wait for each other: bar, barrier, shfl, vote, match, redux, activemask; fences,
// which need nothing on one host thread; nanosleep and trap.
#include "emitters.h"

namespace emulator::ptx {
namespace {

const Type kU32{Kind::kUnsigned, 32};
const Type kPredicate{Kind::kPredicate, 1};

std::string wait_site(const Operation& operation) {
  return operation.site(Space::kGeneric, Access::kWait, 0);
}

// bar.sync a{, b}; barrier.sync and .arrive; bar.red.op.type d, a{, b}, p; bar.warp.sync mask.
void emit_bar(Operation& operation) {
  operation.take_any({".cta"});
  operation.take_any({".aligned"});
  if (operation.take(".warp")) {
    operation.take(".sync");
    operation.expect_no_more_modifiers();
    operation.expect_operands(1);
    operation.line("t->services->warp_barrier(t, " + wait_site(operation) + ", " +
                   operation.read(0, kU32) + ");");
    return;
  }
  if (operation.take(".red")) {
    const std::string how = operation.take_any({".popc", ".and", ".or"});
    const Type type = operation.take_type();
    operation.expect_no_more_modifiers();
    operation.expect_operands(3, 4);
    if (how.empty() || type.is_predicate() == (how == ".popc")) {
      operation.fail("expected .popc.u32, .and.pred or .or.pred");
    }
    const std::string mode = how == ".popc" ? "kAdd" : (how == ".and" ? "kAnd" : "kOr");
    const size_t last = operation.count() - 1;
    operation.assign(0, type,
                     "t->services->barrier_reduce(t, " + wait_site(operation) + ", " +
                         operation.read(1, kU32) + ", " +
                         (last == 3 ? operation.read(2, kU32) : "0") + ", ReduceMode::" + mode +
                         ", " + operation.read_predicate(operation.operand(last)) + ")" +
                         (type.is_predicate() ? " != 0" : ""));
    return;
  }
  const std::string how = operation.take_any({".sync", ".arrive"});
  operation.expect_no_more_modifiers();
  operation.expect_operands(how == ".arrive" ? 2 : 1, 2);
  if (how.empty()) {
    operation.fail("expected .sync, .arrive, .red or .warp");
  }
  operation.line("t->services->barrier(t, " + wait_site(operation) + ", " +
                 operation.read(0, kU32) + ", " +
                 (operation.count() == 2 ? operation.read(1, kU32) : "0") + ", " +
                 (how == ".arrive" ? "true" : "false") + ");");
}

// Operand 0 may be `d|p`.
void assign_pair(Operation& operation, Type type, const std::string& value,
                 const std::string& flag) {
  const Operand& target = operation.operand(0);
  const bool pair = target.form == Operand::Form::kPair;
  operation.line(operation.assignment(pair ? target.elements[0] : target, type, value));
  operation.line(pair ? operation.assignment(target.elements[1], kPredicate, flag) + " }" : "}");
}

void emit_shfl(Operation& operation) {
  operation.expect_operands(5);
  if (!operation.take(".sync")) {
    operation.fail("expected .sync: shuffles without a mask are gone since compute_70");
  }
  const std::string mode = operation.take_any({".up", ".down", ".bfly", ".idx"});
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  if (mode.empty() || type.bits != 32) {
    operation.fail("expected .up, .down, .bfly or .idx, and .b32");
  }
  const std::string name = mode == ".up"     ? "kUp"
                           : mode == ".down" ? "kDown"
                           : mode == ".bfly" ? "kButterfly"
                                             : "kIndex";
  operation.line("{ bool in_range = false;");
  operation.line("  const u32 got = t->services->shuffle(t, " + wait_site(operation) +
                 ", ShuffleMode::" + name + ", " + operation.read(1, kU32) + ", " +
                 operation.read(2, kU32) + ", " + operation.read(3, kU32) + ", " +
                 operation.read(4, kU32) + ", &in_range);");
  assign_pair(operation, kU32, "got", "in_range");
}

void emit_vote(Operation& operation) {
  operation.expect_operands(3);
  if (!operation.take(".sync")) {
    operation.fail("expected .sync: votes without a mask are gone since compute_70");
  }
  const std::string mode = operation.take_any({".all", ".any", ".uni", ".ballot"});
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  if (mode.empty() || type.is_predicate() == (mode == ".ballot")) {
    operation.fail("expected .all, .any or .uni with .pred, or .ballot with .b32");
  }
  const std::string name = mode == ".all"   ? "kAll"
                           : mode == ".any" ? "kAny"
                           : mode == ".uni" ? "kUniform"
                                            : "kBallot";
  operation.assign(0, type,
                   "t->services->vote(t, " + wait_site(operation) + ", VoteMode::" + name + ", " +
                       operation.read_predicate(operation.operand(1)) + ", " +
                       operation.read(2, kU32) + ")" + (type.is_predicate() ? " != 0" : ""));
}

void emit_match(Operation& operation) {
  operation.expect_operands(3);
  const std::string mode = operation.take_any({".any", ".all"});
  const bool sync = operation.take(".sync");
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  if (mode.empty() || !sync) {
    operation.fail("expected .any or .all, and .sync");
  }
  const Type bits{Kind::kUnsigned, type.bits};
  operation.line("{ bool same = false;");
  operation.line("  const u32 lanes = t->services->match(t, " + wait_site(operation) + ", " +
                 (mode == ".all" ? "true" : "false") + ", " + operation.read(1, bits) + ", " +
                 operation.read(2, kU32) + ", &same);");
  assign_pair(operation, kU32, "lanes", "same");
}

void emit_redux(Operation& operation) {
  operation.expect_operands(3);
  static const std::map<std::string, std::string> names = {{".add", "kAdd"}, {".min", "kMin"},
                                                           {".max", "kMax"}, {".and", "kAnd"},
                                                           {".or", "kOr"},   {".xor", "kXor"}};
  const bool sync = operation.take(".sync");
  const std::string how = operation.take_any({".add", ".min", ".max", ".and", ".or", ".xor"});
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  if (how.empty() || !sync || !type.is_integer() || type.bits != 32) {
    operation.fail("expected .sync, an operation and an integer type of 32 bits");
  }
  operation.assign(0, type,
                   "t->services->reduce(t, " + wait_site(operation) + ", ReduceMode::" +
                       names.at(how) + ", " + (type.is_signed() ? "true" : "false") + ", " +
                       operation.read(1, kU32) + ", " + operation.read(2, kU32) + ")");
}

// Threads may diverge anywhere, so the least that is promised is the thread itself.
void emit_activemask(Operation& operation) {
  operation.expect_operands(1);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, type, "1u << t->lane");
}

void emit_fence(Operation& operation) {
  operation.take_any({".cta", ".cluster", ".gpu", ".gl", ".sys"});
  operation.take_any({".sc", ".acq_rel", ".acquire", ".release"});
  operation.expect_no_more_modifiers();
  operation.expect_operands(0);
  operation.line("// one host thread: memory is in order");
}

void emit_nanosleep(Operation& operation) {
  operation.expect_operands(1);
  operation.line("t->services->refuel(t, " + wait_site(operation) + ");");
}

void emit_trap(Operation& operation) {
  operation.expect_no_more_modifiers();
  operation.expect_operands(0);
  operation.line("t->services->trap(t, " + wait_site(operation) + ");");
}

}  // namespace

const EmitterTable& wait_emitters() {
  static const EmitterTable table = {
      {"bar", emit_bar},      {"barrier", emit_bar},         {"shfl", emit_shfl},
      {"vote", emit_vote},    {"match", emit_match},         {"redux", emit_redux},
      {"membar", emit_fence}, {"fence", emit_fence},         {"activemask", emit_activemask},
      {"trap", emit_trap},    {"nanosleep", emit_nanosleep}, {"brkpt", emit_trap},
  };
  return table;
}

}  // namespace emulator::ptx
