// setp, set, selp, slct, testp, copysign.
#include "emitters.h"

namespace emulator::ptx {
namespace {

const Type kPredicate{Kind::kPredicate, 1};

struct Comparison {
  std::string expression;
  Type type;
};

// Ordered and unordered comparisons of a and b; unordered ones (equ, ltu) are true for NaN.
std::string compare(const Operation& operation, const std::string& how, Type type,
                    const std::string& a, const std::string& b) {
  static const std::map<std::string, std::string> signs = {
      {"eq", "=="}, {"ne", "!="}, {"lt", "<"},  {"le", "<="}, {"gt", ">"},
      {"ge", ">="}, {"lo", "<"},  {"ls", "<="}, {"hi", ">"},  {"hs", ">="},
  };
  const bool floats = !type.is_integer();
  const std::string unordered = "(is_nan(" + a + ") || is_nan(" + b + "))";
  if (how == "num" || how == "nan") {
    return how == "nan" ? unordered : "!" + unordered;
  }
  if (how.size() == 3 && how[2] == 'u' && signs.count(how.substr(0, 2)) > 0 && floats) {
    return "(" + unordered + " || " + a + " " + signs.at(how.substr(0, 2)) + " " + b + ")";
  }
  const auto sign = signs.find(how);
  if (sign == signs.end()) {
    operation.fail("unknown comparison '" + how + "'");
  }
  if (how == "ne" && floats) {
    return "(!" + unordered + " && " + a + " != " + b + ")";
  }
  return "(" + a + " " + sign->second + " " + b + ")";
}

// Takes .lt, .and and .ftz and the compared type; operands first and first + 1 are compared, and
// combined with the predicate after them where there is one.
std::string comparison(Operation& operation, size_t first, Type type, bool flush,
                       const std::string& how) {
  std::string a = operation.read(first, type);
  std::string b = operation.read(first + 1, type);
  if (type.is_half()) {
    const std::string convert = type.kind == Kind::kBfloat ? "from_bf16(" : "from_f16(";
    a = convert + a + ")";
    b = convert + b + ")";
  } else if (flush && type.is_float()) {
    a = "flush(" + a + ")";
    b = "flush(" + b + ")";
  }
  return compare(operation, how, type, a, b);
}

std::string take_comparison(Operation& operation) {
  const std::string how =
      operation.take_any({".eq", ".ne", ".lt", ".le", ".gt", ".ge", ".lo", ".ls", ".hi", ".hs",
                          ".equ", ".neu", ".ltu", ".leu", ".gtu", ".geu", ".num", ".nan"});
  if (how.empty()) {
    operation.fail("expected a comparison");
  }
  return how.substr(1);
}

std::string combined(const std::string& how, const std::string& value, const std::string& with) {
  if (how.empty()) {
    return value;
  }
  return "(" + value + (how == ".and" ? " & " : (how == ".or" ? " | " : " ^ ")) + with + ")";
}

void emit_setp(Operation& operation) {
  const std::string how = take_comparison(operation);
  const std::string combine = operation.take_any({".and", ".or", ".xor"});
  const bool flush = operation.take(".ftz");
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.expect_operands(combine.empty() ? 3 : 4);
  if (type.packed) {
    operation.fail("packed halves are not supported here");
  }
  const std::string with = combine.empty() ? "" : operation.read_predicate(operation.operand(3));
  operation.line("{ const bool holds = " + comparison(operation, 1, type, flush, how) + ";");
  const Operand& target = operation.operand(0);
  const bool pair = target.form == Operand::Form::kPair;
  // Both are computed before either target is written: a target may be the third argument.
  operation.line("  const bool first = " + combined(combine, "holds", with) + ";");
  operation.line("  const bool second = " + combined(combine, "!holds", with) + ";");
  operation.line(operation.assignment(pair ? target.elements[0] : target, kPredicate, "first"));
  operation.line(pair ? operation.assignment(target.elements[1], kPredicate, "second") + " }"
                      : "(void)second; }");
}

void emit_set(Operation& operation) {
  const std::string how = take_comparison(operation);
  const std::string combine = operation.take_any({".and", ".or", ".xor"});
  const bool flush = operation.take(".ftz");
  const Type to = operation.take_type();
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.expect_operands(combine.empty() ? 3 : 4);
  if (type.packed || to.is_half() || to.bits != 32) {
    operation.fail("only results of 32 bits are supported");
  }
  const std::string with = combine.empty() ? "" : operation.read_predicate(operation.operand(3));
  const std::string holds = combined(combine, comparison(operation, 1, type, flush, how), with);
  operation.assign(0, to, holds + (to.is_float() ? " ? 1.0f : 0.0f" : " ? -1 : 0"));
}

void emit_selp(Operation& operation) {
  operation.expect_operands(4);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, type,
                   operation.read_predicate(operation.operand(3)) + " ? " +
                       operation.read(1, type) + " : " + operation.read(2, type));
}

void emit_slct(Operation& operation) {
  operation.expect_operands(4);
  const bool flush = operation.take(".ftz");
  const Type type = operation.take_type();
  const Type by = operation.take_type();
  operation.expect_no_more_modifiers();
  std::string c = operation.read(3, by);
  if (flush && by.is_float()) {
    c = "flush(" + c + ")";
  }
  operation.assign(0, type,
                   c + " >= 0 ? " + operation.read(1, type) + " : " + operation.read(2, type));
}

void emit_testp(Operation& operation) {
  operation.expect_operands(2);
  const std::string kind = operation.take_any(
      {".finite", ".infinite", ".number", ".notanumber", ".normal", ".subnormal"});
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  if (kind.empty() || !type.is_float()) {
    operation.fail("expected a kind of number, and .f32 or .f64");
  }
  const std::string a = operation.read(1, type);
  const std::string test = kind == ".number"       ? "!is_nan("
                           : kind == ".notanumber" ? "is_nan("
                                                   : "test_" + kind.substr(1) + "(";
  operation.assign(0, kPredicate, test + a + ")");
}

void emit_copysign(Operation& operation) {
  operation.expect_operands(3);
  const Type type = operation.take_type();
  operation.expect_no_more_modifiers();
  operation.assign(0, type,
                   "copy_sign(" + operation.read(1, type) + ", " + operation.read(2, type) + ")");
}

}  // namespace

const EmitterTable& compare_emitters() {
  static const EmitterTable table = {
      {"setp", emit_setp}, {"set", emit_set},     {"selp", emit_selp},
      {"slct", emit_slct}, {"testp", emit_testp}, {"copysign", emit_copysign},
  };
  return table;
}

}  // namespace emulator::ptx
