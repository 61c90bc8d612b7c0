#include "log.h"

#include <cstdio>

namespace emulator {

void Log::open(const std::string& target) {
  verbose_ = !target.empty();
  file_ = target == "1" || target == "stderr" ? "" : target;
}

void Log::detail(const std::string& text) {
  if (verbose_) write(text, file_.empty());
}

void Log::problem(const std::string& text) {
  write(text, true);
}

void Log::write(const std::string& text, bool to_stderr) {
  std::string line = "[emulated device] " + text + "\n";
  if (to_stderr) std::fputs(line.c_str(), stderr);
  if (file_.empty()) return;
  // Opened for each line, so that a program that is ended halfway leaves all of its log.
  if (FILE* file = std::fopen(file_.c_str(), "a")) {
    std::fputs(line.c_str(), file);
    std::fclose(file);
  }
}

}  // namespace emulator
