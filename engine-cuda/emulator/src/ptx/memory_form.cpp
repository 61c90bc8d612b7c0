#include "memory_form.h"

namespace emulator::ptx {
namespace {

// A parameter that is named needs no check at run time.
std::string parameter_address(const Operation& operation, const Operand& address,
                              const Symbol& parameter, uint64_t bytes) {
  if (address.offset < 0 ||
      (parameter.bytes != 0 && static_cast<uint64_t>(address.offset) + bytes > parameter.bytes)) {
    operation.fail("the access goes beyond parameter '" + address.name + "' of " +
                   std::to_string(parameter.bytes) + " bytes");
  }
  return "reinterpret_cast<u8*>(" + operation.address(address) + ")";
}

}  // namespace

Space take_memory_space(Operation& operation) {
  static const std::map<std::string, Space> spaces = {
      {".global", Space::kGlobal},          {".shared", Space::kShared},
      {".shared::cta", Space::kShared},     {".local", Space::kLocal},
      {".const", Space::kConstant},         {".param", Space::kParameter},
      {".param::entry", Space::kParameter}, {".param::func", Space::kParameter},
  };
  for (const auto& [modifier, space] : spaces) {
    if (operation.take(modifier)) {
      return space;
    }
  }
  return Space::kGeneric;
}

void take_memory_order(Operation& operation) {
  operation.take_any(
      {".weak", ".volatile", ".relaxed", ".acquire", ".release", ".acq_rel", ".mmio"});
  operation.take_any({".cta", ".cluster", ".gpu", ".sys"});
  operation.take_any({".ca", ".cg", ".cs", ".lu", ".cv", ".wb", ".wt"});
  operation.take(".nc");
  if (operation.take(".L2::cache_hint")) {
    operation.fail("'.L2::cache_hint' is not supported");
  }
  operation.drop_prefix(".L1::");
  operation.drop_prefix(".L2::");
}

std::string checked_address(Operation& operation, const Operand& address, Space space,
                            Access access, uint64_t bytes) {
  if (address.form != Operand::Form::kAddress) {
    operation.fail("expected an address in brackets");
  }
  if (space == Space::kParameter) {
    if (const Symbol* parameter = operation.parameter(address)) {
      return parameter_address(operation, address, *parameter, bytes);
    }
  }
  const std::string function = space == Space::kShared  ? "at_shared"
                               : space == Space::kLocal ? "at_local"
                                                        : "at_global";
  return function + "(t, " + operation.site(space, access, bytes) + ", " +
         operation.address(address) + ", " + std::to_string(bytes) + ")";
}

}  // namespace emulator::ptx
