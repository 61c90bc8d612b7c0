#include "instruction_parser.h"

namespace emulator::ptx {
namespace {

Operand parse_operand(TokenStream& tokens);

std::vector<Operand> parse_sequence(TokenStream& tokens, const std::string& close) {
  std::vector<Operand> elements;
  while (!tokens.accept(close)) {
    elements.push_back(parse_operand(tokens));
    if (!tokens.at(close)) {
      tokens.expect(",");
    }
  }
  return elements;
}

int64_t parse_offset(TokenStream& tokens) {
  int64_t offset = 0;
  while (tokens.at("+") || tokens.at("-")) {
    const bool minus = tokens.take().text == "-";
    const int64_t value = parse_integer(tokens);
    offset += minus ? -value : value;
  }
  return offset;
}

Operand parse_address(TokenStream& tokens) {
  Operand operand;
  operand.form = Operand::Form::kAddress;
  if (tokens.at(TokenKind::kName)) {
    operand.name = tokens.take().text;
    operand.offset = parse_offset(tokens);
  } else {
    operand.offset = parse_integer(tokens);
  }
  tokens.expect("]");
  return operand;
}

Operand parse_number(TokenStream& tokens, bool minus) {
  Operand operand;
  if (tokens.at(TokenKind::kReal)) {
    const Token token = tokens.take();
    operand.form = Operand::Form::kReal;
    operand.real_width = token.real_width;
    operand.bits = minus ? token.bits ^ (uint64_t{1} << (token.real_width - 1)) : token.bits;
    return operand;
  }
  const uint64_t value = tokens.expect(TokenKind::kInteger, "an operand").bits;
  operand.form = Operand::Form::kInteger;
  operand.bits = minus ? uint64_t{0} - value : value;
  return operand;
}

Operand parse_name(TokenStream& tokens) {
  Operand operand;
  operand.negated = tokens.accept("!");
  operand.name = tokens.expect(TokenKind::kName, "an operand").text;
  if (operand.name == "WARP_SZ") {
    operand.form = Operand::Form::kInteger;
    operand.bits = 32;
    return operand;
  }
  if (tokens.at(TokenKind::kDirective)) {
    operand.component = tokens.take().text;
  }
  operand.offset = parse_offset(tokens);
  return operand;
}

Operand parse_operand(TokenStream& tokens) {
  Operand operand;
  if (tokens.accept("[")) {
    return parse_address(tokens);
  }
  if (tokens.accept("{")) {
    operand.form = Operand::Form::kVector;
    operand.elements = parse_sequence(tokens, "}");
    return operand;
  }
  if (tokens.accept("(")) {
    operand.form = Operand::Form::kList;
    operand.elements = parse_sequence(tokens, ")");
    return operand;
  }
  if (tokens.at("-") || tokens.at(TokenKind::kInteger) || tokens.at(TokenKind::kReal)) {
    return parse_number(tokens, tokens.accept("-"));
  }
  operand = parse_name(tokens);
  if (tokens.accept("|")) {
    Operand pair;
    pair.form = Operand::Form::kPair;
    pair.elements = {operand, parse_name(tokens)};
    return pair;
  }
  return operand;
}

}  // namespace

int64_t parse_integer(TokenStream& tokens) {
  const bool minus = tokens.accept("-");
  const auto value = static_cast<int64_t>(tokens.expect(TokenKind::kInteger, "an integer").bits);
  return minus ? -value : value;
}

Instruction parse_instruction(TokenStream& tokens) {
  Instruction instruction;
  instruction.line = tokens.peek().line;
  if (tokens.accept("@")) {
    instruction.guard_negated = tokens.accept("!");
    instruction.guard = tokens.expect(TokenKind::kName, "a predicate").text;
    instruction.line = tokens.peek().line;
  }
  instruction.opcode = tokens.expect(TokenKind::kName, "an instruction").text;
  while (tokens.at(TokenKind::kDirective)) {
    instruction.modifiers.push_back(tokens.take().text);
  }
  if (!tokens.at(";")) {
    do {
      instruction.operands.push_back(parse_operand(tokens));
    } while (tokens.accept(","));
  }
  tokens.expect(";");
  return instruction;
}

}  // namespace emulator::ptx
