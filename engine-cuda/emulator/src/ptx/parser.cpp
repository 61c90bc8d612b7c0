#include "parser.h"

#include <utility>

#include "declaration_parser.h"
#include "instruction_parser.h"
#include "token_stream.h"

namespace emulator::ptx {
namespace {

class Parser {
 public:
  Parser(const std::string& text, const Source& source) : tokens_(tokenize(text, source), source) {}

  Module run() {
    while (!tokens_.at_end()) {
      module_item();
    }
    if (module_.version.empty()) {
      tokens_.fail("the text has no .version line; is it PTX?");
    }
    return std::move(module_);
  }

 private:
  void module_item() {
    if (tokens_.accept(".version")) {
      module_.version = tokens_.take().text;
    } else if (tokens_.accept(".target")) {
      do {
        const std::string target = tokens_.take().text;
        module_.target += module_.target.empty() ? target : ", " + target;
      } while (tokens_.accept(","));
    } else if (tokens_.accept(".address_size")) {
      if (parse_integer(tokens_) != 64) {
        tokens_.fail("expected .address_size 64");
      }
    } else if (tokens_.at(".file") || tokens_.at(".loc") || tokens_.at(".section") ||
               tokens_.at(".pragma")) {
      skip_debug_directive();
    } else if (at_declaration(tokens_)) {
      for (Declaration& declaration : parse_declarations(tokens_)) {
        module_.variables.push_back(std::move(declaration));
      }
    } else {
      function();
    }
  }

  // .file and .loc end with their line, .pragma with a semicolon, .section with its braces.
  void skip_debug_directive() {
    const Token directive = tokens_.take();
    if (directive.text == ".section") {
      while (!tokens_.at_end() && !tokens_.accept("}")) {
        tokens_.take();
      }
      return;
    }
    while (!tokens_.at_end() && tokens_.peek().line == directive.line) {
      tokens_.take();
    }
  }

  void function() {
    Function function;
    function.line = tokens_.peek().line;
    while (tokens_.at(".visible") || tokens_.at(".extern") || tokens_.at(".weak") ||
           tokens_.at(".common")) {
      tokens_.take();
    }
    function.is_entry = tokens_.accept(".entry");
    if (!function.is_entry && !tokens_.accept(".func")) {
      tokens_.fail("expected a directive of a module, found '" + tokens_.peek().text + "'");
    }
    while (tokens_.at(".attribute")) {
      skip_parenthesized();
    }
    if (tokens_.accept("(")) {
      function.results = parameters();
    }
    function.name = tokens_.expect(TokenKind::kName, "a function's name").text;
    if (tokens_.accept("(")) {
      function.parameters = parameters();
    }
    tuning_directives(function);
    if (!tokens_.accept(";")) {
      function.body = std::make_unique<Block>(block());
    }
    module_.functions.push_back(std::move(function));
  }

  void skip_parenthesized() {
    tokens_.take();
    tokens_.expect("(");
    while (!tokens_.at_end() && !tokens_.accept(")")) {
      tokens_.take();
    }
  }

  std::vector<Declaration> parameters() {
    std::vector<Declaration> all;
    while (!tokens_.accept(")")) {
      all.push_back(parse_parameter(tokens_));
      if (!tokens_.at(")")) {
        tokens_.expect(",");
      }
    }
    return all;
  }

  void tuning_directives(Function& function) {
    while (tokens_.at(TokenKind::kDirective)) {
      const std::string word = tokens_.take().text;
      if (word == ".maxntid" || word == ".reqntid") {
        function.max_threads = 1;
        do {
          function.max_threads *= static_cast<unsigned>(parse_integer(tokens_));
        } while (tokens_.accept(","));
      } else if (word == ".minnctapersm" || word == ".maxnreg" || word == ".maxnctapersm") {
        parse_integer(tokens_);
      } else if (word == ".pragma") {
        while (!tokens_.accept(";")) {
          tokens_.take();
        }
      } else if (word != ".noreturn") {
        tokens_.fail("unknown directive '" + word + "' of a function");
      }
    }
  }

  Block block() {
    Block block;
    tokens_.expect("{");
    while (!tokens_.accept("}")) {
      statement(block);
    }
    return block;
  }

  void statement(Block& block) {
    if (tokens_.at("{")) {
      Statement inner;
      inner.block = std::make_unique<Block>(this->block());
      block.statements.push_back(std::move(inner));
    } else if (tokens_.at(".loc") || tokens_.at(".file") || tokens_.at(".pragma")) {
      skip_debug_directive();
    } else if (at_declaration(tokens_)) {
      for (Declaration& declaration : parse_declarations(tokens_)) {
        block.declarations.push_back(std::move(declaration));
      }
    } else if (tokens_.at(TokenKind::kName) && tokens_.peek(1).text == ":") {
      label(block);
    } else if (tokens_.at(TokenKind::kName) || tokens_.at("@")) {
      Statement statement;
      statement.instruction = std::make_unique<Instruction>(parse_instruction(tokens_));
      block.statements.push_back(std::move(statement));
    } else if (!tokens_.accept(";")) {
      tokens_.fail("expected an instruction, found '" + tokens_.peek().text + "'");
    }
  }

  void label(Block& block) {
    const std::string name = tokens_.take().text;
    tokens_.expect(":");
    if (tokens_.accept(".branchtargets")) {
      do {
        block.branch_targets[name].push_back(tokens_.expect(TokenKind::kName, "a label").text);
      } while (tokens_.accept(","));
      tokens_.expect(";");
    } else if (tokens_.at(".callprototype") || tokens_.at(".calltargets")) {
      tokens_.fail("calls through pointers are not supported");
    } else {
      Statement statement;
      statement.label = name;
      block.statements.push_back(std::move(statement));
    }
  }

  TokenStream tokens_;
  Module module_;
};

}  // namespace

Module parse(const std::string& text, const Source& source) { return Parser(text, source).run(); }

}  // namespace emulator::ptx
