#ifndef EMULATOR_PTX_TOKEN_STREAM_H_
#define EMULATOR_PTX_TOKEN_STREAM_H_

#include <string>
#include <utility>
#include <vector>

#include "lexer.h"
#include "ptx_error.h"

namespace emulator::ptx {

// Tokens read one by one, with the parser's way of saying what it missed.
class TokenStream {
 public:
  TokenStream(std::vector<Token> tokens, const Source& source)
      : tokens_(std::move(tokens)), source_(source) {}

  const Token& peek(size_t ahead = 0) const {
    const size_t index = position_ + ahead;
    return index < tokens_.size() ? tokens_[index] : tokens_.back();
  }

  bool at_end() const { return peek().kind == TokenKind::kEnd; }
  bool at(const std::string& text) const {
    return peek().text == text && peek().kind != TokenKind::kString;
  }
  bool at(TokenKind kind) const { return peek().kind == kind; }

  Token take() {
    const Token token = peek();
    if (position_ + 1 < tokens_.size()) {
      ++position_;
    }
    return token;
  }

  bool accept(const std::string& text) {
    if (!at(text)) {
      return false;
    }
    take();
    return true;
  }

  Token expect(const std::string& text) {
    if (!at(text)) {
      fail("expected '" + text + "', found '" + peek().text + "'");
    }
    return take();
  }

  Token expect(TokenKind kind, const std::string& what) {
    if (!at(kind)) {
      fail("expected " + what + ", found '" + peek().text + "'");
    }
    return take();
  }

  [[noreturn]] void fail(const std::string& problem) const {
    throw PtxError(peek().line, source_.line(peek().line), problem);
  }

 private:
  std::vector<Token> tokens_;
  const Source& source_;
  size_t position_ = 0;
};

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_TOKEN_STREAM_H_
