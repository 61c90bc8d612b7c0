#include <map>

#include "operation.h"

namespace emulator::ptx {

std::string special_register(const std::string& name, const std::string& component) {
  static const std::map<std::string, std::string> vectors = {
      {"%tid", "tid"}, {"%ntid", "ntid"}, {"%ctaid", "ctaid"}, {"%nctaid", "nctaid"}};
  static const std::map<std::string, std::string> scalars = {
      {"%laneid", "t->lane"},
      {"%warpid", "t->warp"},
      {"%nwarpid", "((t->ntid[0] * t->ntid[1] * t->ntid[2] + 31) / 32)"},
      // One multiprocessor runs all blocks.
      {"%smid", "0u"},
      {"%nsmid", "1u"},
      {"%gridid", "0ul"},
      {"%clock", "(u32)t->services->clock(t)"},
      {"%clock_hi", "(u32)(t->services->clock(t) >> 32)"},
      {"%clock64", "t->services->clock(t)"},
      {"%globaltimer", "t->services->clock(t)"},
      {"%lanemask_eq", "(1u << t->lane)"},
      {"%lanemask_lt", "((1u << t->lane) - 1)"},
      {"%lanemask_le", "((2u << t->lane) - 1)"},
      {"%lanemask_ge", "(~0u << t->lane)"},
      {"%lanemask_gt", "(~1u << t->lane)"},
      {"%dynamic_smem_size", "t->dynamic_shared_bytes"},
  };
  if (component.empty()) {
    const auto scalar = scalars.find(name);
    return scalar == scalars.end() ? "" : scalar->second;
  }
  const auto vector = vectors.find(name);
  if (vector == vectors.end() || component.size() != 2) {
    return "";
  }
  const size_t axis = std::string("xyzw").find(component[1]);
  if (axis == std::string::npos) {
    return "";
  }
  // The fourth component is always 0.
  return axis == 3 ? "0u" : "t->" + vector->second + "[" + std::to_string(axis) + "]";
}

}  // namespace emulator::ptx
