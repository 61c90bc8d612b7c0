#ifndef EMULATOR_PTX_SHARED_LAYOUT_H_
#define EMULATOR_PTX_SHARED_LAYOUT_H_

#include <map>
#include <string>
#include <vector>

#include "ast.h"
#include "names.h"
#include "translation.h"

namespace emulator::ptx {

// Places the module's static shared variables, those declared inside functions included, with gaps
// between them, so that running over the end of one is found. Dynamic ones all begin behind them.
class SharedLayout {
 public:
  explicit SharedLayout(const Module& module);

  uint64_t dynamic_begin() const { return dynamic_begin_; }
  // Adds the variables' names to the current scope.
  void declare(Names& names) const;
  // The static variables that a kernel uses, itself or through the functions that it calls.
  std::vector<SharedRange> used_by(const Function& kernel) const;
  // What these take without the gaps.
  uint64_t packed_bytes(const std::vector<SharedRange>& ranges) const;
  // True where the kernel calls functions of the module.
  bool calls(const Function& kernel) const;

 private:
  struct Place {
    SharedRange range;
    Declaration declaration;
    bool dynamic = false;
  };

  const Module& module_;
  // In order of declaration.
  std::vector<Place> places_;
  uint64_t dynamic_begin_ = 0;
};

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_SHARED_LAYOUT_H_
