#ifndef EMULATOR_DRIVER_LOG_H_
#define EMULATOR_DRIVER_LOG_H_

#include <string>

namespace emulator {

// Where the emulated device says what it does. Problems are always written; the rest if asked for.
class Log {
 public:
  // Empty: problems only, to stderr. "1" or "stderr": all of it there. Else a file to append to.
  void open(const std::string& target);

  bool verbose() const { return verbose_; }

  // Only what a verbose log is to hold; check verbose() before building a costly text.
  void detail(const std::string& text);

  // What somebody must see: faults, refusals whose code alone doesn't say why.
  void problem(const std::string& text);

 private:
  void write(const std::string& text, bool to_stderr);

  bool verbose_ = false;
  std::string file_;
};

}  // namespace emulator

#endif  // EMULATOR_DRIVER_LOG_H_
