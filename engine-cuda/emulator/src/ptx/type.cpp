#include "type.h"

#include <map>

namespace emulator::ptx {

std::string Type::host() const {
  if (is_predicate()) {
    return "bool";
  }
  if (is_float()) {
    return bits == 32 ? "f32" : "f64";
  }
  return (is_signed() ? "s" : "u") + std::to_string(width());
}

std::string Type::host_bits() const { return "u" + std::to_string(width()); }

std::string Type::ptx() const {
  switch (kind) {
    case Kind::kPredicate:
      return ".pred";
    case Kind::kBfloat:
      return packed ? ".bf16x2" : ".bf16";
    case Kind::kFloat:
      return ".f" + std::to_string(bits) + (packed ? "x2" : "");
    case Kind::kSigned:
      return ".s" + std::to_string(bits);
    case Kind::kUnsigned:
      return ".u" + std::to_string(bits);
    case Kind::kBits:
      break;
  }
  return ".b" + std::to_string(bits);
}

std::optional<Type> type_of(const std::string& text) {
  static const std::map<std::string, Type> types = [] {
    std::map<std::string, Type> all;
    for (const int bits : {8, 16, 32, 64}) {
      all[".b" + std::to_string(bits)] = {Kind::kBits, bits};
      all[".u" + std::to_string(bits)] = {Kind::kUnsigned, bits};
      all[".s" + std::to_string(bits)] = {Kind::kSigned, bits};
    }
    all[".f16"] = {Kind::kFloat, 16};
    all[".f32"] = {Kind::kFloat, 32};
    all[".f64"] = {Kind::kFloat, 64};
    all[".bf16"] = {Kind::kBfloat, 16};
    all[".f16x2"] = {Kind::kFloat, 16, true};
    all[".bf16x2"] = {Kind::kBfloat, 16, true};
    all[".pred"] = {Kind::kPredicate, 1};
    return all;
  }();
  const auto found = types.find(text);
  return found == types.end() ? std::nullopt : std::optional<Type>(found->second);
}

}  // namespace emulator::ptx
