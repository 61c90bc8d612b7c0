#ifndef EMULATOR_PTX_TYPE_H_
#define EMULATOR_PTX_TYPE_H_

#include <optional>
#include <string>

namespace emulator::ptx {

enum class Kind { kBits, kUnsigned, kSigned, kFloat, kBfloat, kPredicate };

// A PTX scalar type: .u32, .f16, .bf16x2 (two packed halves: bits 16, packed), .pred.
struct Type {
  Kind kind = Kind::kBits;
  int bits = 32;
  bool packed = false;

  bool is_signed() const { return kind == Kind::kSigned; }
  bool is_integer() const {
    return kind == Kind::kBits || kind == Kind::kUnsigned || kind == Kind::kSigned;
  }
  bool is_predicate() const { return kind == Kind::kPredicate; }
  // float or double: what the host computes with directly.
  bool is_float() const { return kind == Kind::kFloat && bits >= 32; }
  // f16 or bf16: kept as bits, computed with as float.
  bool is_half() const { return kind == Kind::kBfloat || (kind == Kind::kFloat && bits == 16); }
  // Bits of the register that holds a value.
  int width() const { return packed ? 2 * bits : bits; }
  int bytes() const { return width() / 8; }

  // The type that holds a value in the generated code: u32, s64, f32, bool; halves are u16.
  std::string host() const;
  // As host, but never signed or a float: what registers of integer types are declared as.
  std::string host_bits() const;
  // As in PTX, with its dot.
  std::string ptx() const;
};

// Nothing where the text (".u32") names no type.
std::optional<Type> type_of(const std::string& text);

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_TYPE_H_
