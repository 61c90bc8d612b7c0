#ifndef EMULATOR_PTX_PTX_ERROR_H_
#define EMULATOR_PTX_PTX_ERROR_H_

#include <stdexcept>
#include <string>

namespace emulator {

// PTX that can't be translated: the message names the line, its text, what was expected and found.
// The driver answers CUDA_ERROR_INVALID_PTX (218).
class PtxError : public std::runtime_error {
 public:
  PtxError(int line, const std::string& text, const std::string& problem)
      : std::runtime_error("PTX line " + std::to_string(line) + ": " + problem + ", in `" + text +
                           "`"),
        line_(line) {}

  // One-based line in the PTX text; 0 where the fault has no line (the host compiler failed, say).
  int line() const { return line_; }

 private:
  int line_;
};

}  // namespace emulator

#endif  // EMULATOR_PTX_PTX_ERROR_H_
