#include "declaration_parser.h"

#include <algorithm>
#include <map>

#include "instruction_parser.h"

namespace emulator::ptx {
namespace {

const std::map<std::string, Space>& spaces() {
  static const std::map<std::string, Space> names = {
      {".reg", Space::kRegister},  {".param", Space::kParameter}, {".local", Space::kLocal},
      {".shared", Space::kShared}, {".global", Space::kGlobal},   {".const", Space::kConstant},
  };
  return names;
}

bool is_linkage(const std::string& text) {
  return text == ".extern" || text == ".visible" || text == ".weak" || text == ".common";
}

// Everything before the name; the space may follow the linkage.
Declaration parse_prefix(TokenStream& tokens) {
  Declaration declaration;
  declaration.line = tokens.peek().line;
  bool has_type = false;
  while (tokens.at(TokenKind::kDirective)) {
    const std::string word = tokens.take().text;
    if (word == ".align") {
      declaration.alignment = static_cast<uint64_t>(parse_integer(tokens));
    } else if (word == ".attribute") {
      tokens.expect("(");
      while (!tokens.accept(")")) {
        tokens.take();
      }
    } else if (is_linkage(word)) {
      declaration.is_extern = declaration.is_extern || word == ".extern";
    } else if (word == ".v2" || word == ".v4") {
      declaration.vector_length = word == ".v2" ? 2 : 4;
    } else if (word == ".ptr") {
      // What a pointer parameter points to: `.ptr .global .align 16`. Only a promise.
      while (tokens.at(TokenKind::kDirective)) {
        if (tokens.take().text == ".align") {
          parse_integer(tokens);
        }
      }
    } else if (const auto space = spaces().find(word); space != spaces().end()) {
      declaration.space = space->second;
    } else if (const auto type = type_of(word)) {
      declaration.type = *type;
      has_type = true;
    } else {
      tokens.fail("unknown word '" + word + "' in a declaration");
    }
  }
  if (!has_type) {
    tokens.fail("expected a type before '" + tokens.peek().text + "'");
  }
  return declaration;
}

void parse_initializers(TokenStream& tokens, std::vector<Initializer>& values) {
  if (tokens.accept("{")) {
    while (!tokens.accept("}")) {
      parse_initializers(tokens, values);
      if (!tokens.at("}")) {
        tokens.expect(",");
      }
    }
    return;
  }
  Initializer value;
  if (tokens.at(TokenKind::kName)) {
    value.symbol = tokens.take().text;
    if (value.symbol == "generic") {
      tokens.expect("(");
      value.symbol = tokens.expect(TokenKind::kName, "a variable").text;
      tokens.expect(")");
    }
    if (tokens.accept("+")) {
      value.offset = parse_integer(tokens);
    }
  } else if (const bool minus = tokens.accept("-"); tokens.at(TokenKind::kReal)) {
    const Token token = tokens.take();
    value.is_real = true;
    value.real_width = token.real_width;
    value.bits = minus ? token.bits ^ (uint64_t{1} << (token.real_width - 1)) : token.bits;
  } else {
    const auto magnitude = static_cast<uint64_t>(parse_integer(tokens));
    value.bits = minus ? uint64_t{0} - magnitude : magnitude;
  }
  values.push_back(value);
}

// The name and what follows it.
void parse_suffix(TokenStream& tokens, Declaration& declaration) {
  declaration.name = tokens.expect(TokenKind::kName, "a name").text;
  if (tokens.accept("<")) {
    declaration.range = static_cast<int>(parse_integer(tokens));
    tokens.expect(">");
  }
  while (tokens.accept("[")) {
    declaration.is_array = true;
    declaration.elements *= tokens.at("]") ? 0 : static_cast<uint64_t>(parse_integer(tokens));
    tokens.expect("]");
  }
  // A variable is aligned to its type at least; vectors to their whole size.
  const uint64_t natural = static_cast<uint64_t>(declaration.vector_length) *
                           static_cast<uint64_t>(std::max(declaration.type.width() / 8, 1));
  declaration.alignment = std::max(declaration.alignment, natural);
  if (tokens.accept("=")) {
    parse_initializers(tokens, declaration.initializers);
    if (declaration.is_array && declaration.elements == 0) {
      declaration.elements = declaration.initializers.size();
    }
  }
}

}  // namespace

bool at_declaration(const TokenStream& tokens) {
  size_t ahead = 0;
  while (is_linkage(tokens.peek(ahead).text)) {
    ++ahead;
  }
  return tokens.peek(ahead).kind == TokenKind::kDirective &&
         spaces().count(tokens.peek(ahead).text) > 0;
}

std::vector<Declaration> parse_declarations(TokenStream& tokens) {
  std::vector<Declaration> declarations;
  const Declaration prefix = parse_prefix(tokens);
  do {
    declarations.push_back(prefix);
    parse_suffix(tokens, declarations.back());
  } while (tokens.accept(","));
  tokens.expect(";");
  return declarations;
}

Declaration parse_parameter(TokenStream& tokens) {
  Declaration declaration = parse_prefix(tokens);
  parse_suffix(tokens, declaration);
  return declaration;
}

}  // namespace emulator::ptx
