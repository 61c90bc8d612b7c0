#include "lexer.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>

#include "ptx_error.h"

namespace emulator::ptx {
namespace {

bool starts_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || c == '$' || c == '%';
}

bool continues_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$';
}

class Lexer {
 public:
  Lexer(const std::string& text, const Source& source) : text_(text), source_(source) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    while (skip_blanks()) {
      tokens.push_back(next());
    }
    tokens.push_back({TokenKind::kEnd, "end of text", line_});
    return tokens;
  }

 private:
  char at(size_t ahead = 0) const {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
  }

  [[noreturn]] void fail(const std::string& problem) const {
    throw PtxError(line_, source_.line(line_), problem);
  }

  // False at the end. A NUL ends the text: the driver API passes C strings.
  bool skip_blanks() {
    while (at() != '\0') {
      if (at() == '\n') {
        ++line_;
        ++position_;
      } else if (std::isspace(static_cast<unsigned char>(at()))) {
        ++position_;
      } else if (at() == '/' && at(1) == '/') {
        while (at() != '\0' && at() != '\n') {
          ++position_;
        }
      } else if (at() == '/' && at(1) == '*') {
        skip_block_comment();
      } else {
        return true;
      }
    }
    return false;
  }

  void skip_block_comment() {
    position_ += 2;
    while (!(at() == '*' && at(1) == '/')) {
      if (at() == '\0') {
        fail("comment without end");
      }
      if (at() == '\n') {
        ++line_;
      }
      ++position_;
    }
    position_ += 2;
  }

  Token next() {
    const char c = at();
    if (starts_name(c)) {
      return word(TokenKind::kName, 1);
    }
    if (c == '.' && (continues_name(at(1)))) {
      return word(TokenKind::kDirective, 1);
    }
    if (std::isdigit(static_cast<unsigned char>(c))) {
      return number();
    }
    if (c == '"') {
      return string();
    }
    if (std::strchr("{}[]()<>,;:=+-!|@*~", c) != nullptr) {
      ++position_;
      return {TokenKind::kPunctuation, std::string(1, c), line_};
    }
    fail(std::string("unexpected character '") + c + "'");
  }

  Token word(TokenKind kind, size_t length) {
    // A modifier may be qualified: .L2::128B, .shared::cta.
    for (;;) {
      if (continues_name(at(length))) {
        ++length;
      } else if (kind == TokenKind::kDirective && at(length) == ':' && at(length + 1) == ':') {
        length += 2;
      } else {
        break;
      }
    }
    Token token{kind, text_.substr(position_, length), line_};
    position_ += length;
    return token;
  }

  Token string() {
    size_t end = position_ + 1;
    while (end < text_.size() && text_[end] != '"' && text_[end] != '\n') {
      end += text_[end] == '\\' ? 2 : 1;
    }
    if (end >= text_.size() || text_[end] != '"') {
      fail("string without end");
    }
    Token token{TokenKind::kString, text_.substr(position_ + 1, end - position_ - 1), line_};
    position_ = end + 1;
    return token;
  }

  Token number() {
    const char marker = at() == '0' ? at(1) : '\0';
    if (marker == 'f' || marker == 'F') {
      return real_bits(8, 32);
    }
    if (marker == 'd' || marker == 'D') {
      return real_bits(16, 64);
    }
    size_t length = 0;
    while (std::isdigit(static_cast<unsigned char>(at(length)))) {
      ++length;
    }
    const bool fraction =
        at(length) == '.' && std::isdigit(static_cast<unsigned char>(at(length + 1)));
    const bool exponent = length > 0 && (at(length) == 'e' || at(length) == 'E') && marker != 'x';
    return fraction || exponent ? decimal_real() : integer(marker);
  }

  Token real_bits(size_t digits, int width) {
    Token token{TokenKind::kReal, text_.substr(position_, digits + 2), line_};
    char* end = nullptr;
    token.bits = std::strtoull(token.text.c_str() + 2, &end, 16);
    token.real_width = width;
    if (token.text.size() != digits + 2 || *end != '\0') {
      fail("expected " + std::to_string(digits) + " hexadecimal digits in " + token.text);
    }
    position_ += digits + 2;
    return token;
  }

  Token decimal_real() {
    char* end = nullptr;
    const char* begin = text_.c_str() + position_;
    const double value = std::strtod(begin, &end);
    Token token{TokenKind::kReal, std::string(begin, static_cast<const char*>(end)), line_};
    std::memcpy(&token.bits, &value, sizeof value);
    position_ += static_cast<size_t>(end - begin);
    return token;
  }

  Token integer(char marker) {
    char* end = nullptr;
    const char* begin = text_.c_str() + position_;
    const bool binary = marker == 'b' || marker == 'B';
    Token token{TokenKind::kInteger, "", line_};
    token.bits = std::strtoull(binary ? begin + 2 : begin, &end, binary ? 2 : 0);
    if (*end == 'U') {
      ++end;
    }
    token.text = std::string(begin, static_cast<const char*>(end));
    position_ += static_cast<size_t>(end - begin);
    if (continues_name(at())) {
      fail("malformed number " + token.text + at());
    }
    return token;
  }

  const std::string& text_;
  const Source& source_;
  size_t position_ = 0;
  int line_ = 1;
};

}  // namespace

Source::Source(const std::string& text) {
  size_t begin = 0;
  while (begin <= text.size()) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    lines_.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

std::string Source::line(int number) const {
  if (number < 1 || number > static_cast<int>(lines_.size())) {
    return "";
  }
  std::string text = lines_[static_cast<size_t>(number) - 1];
  text = text.substr(0, text.find("//"));
  const size_t begin = text.find_first_not_of(" \t\r");
  const size_t end = text.find_last_not_of(" \t\r");
  return begin == std::string::npos ? ""
                                    : text.substr(begin, std::min<size_t>(end - begin + 1, 120));
}

std::vector<Token> tokenize(const std::string& text, const Source& source) {
  return Lexer(text, source).run();
}

}  // namespace emulator::ptx
