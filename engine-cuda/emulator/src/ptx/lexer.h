#ifndef EMULATOR_PTX_LEXER_H_
#define EMULATOR_PTX_LEXER_H_

#include <cstdint>
#include <string>
#include <vector>

namespace emulator::ptx {

enum class TokenKind {
  kName,       // add, %r1, $L__BB0_1, _
  kDirective,  // .entry, .f32, .L2::128B; the dot is part of the text
  kInteger,    // 12, 0x1F, 077, 0b101, 12U
  kReal,       // 0f3F800000, 0d3FF0000000000000, 1.5
  kString,
  kPunctuation,
  kEnd,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string text;
  int line = 0;
  uint64_t bits = 0;    // an integer's value, a real's bits
  int real_width = 64;  // 32 for 0f literals
};

// The text's lines, to quote them in messages.
class Source {
 public:
  explicit Source(const std::string& text);

  // The line without comment, surrounding blanks or more than 120 characters.
  std::string line(int number) const;

 private:
  std::vector<std::string> lines_;
};

// All tokens, comments dropped, ending with a kEnd token. Throws PtxError.
std::vector<Token> tokenize(const std::string& text, const Source& source);

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_LEXER_H_
