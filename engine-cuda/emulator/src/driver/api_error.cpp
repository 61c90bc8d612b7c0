// Names and texts of errors.

#include <set>

#include "entry.h"
#include "results.h"

using namespace emulator;

namespace {

// CUDA's texts live for ever, so must ours.
const char* keep(const std::string& text) {
  static auto* kept = new std::set<std::string>();
  return kept->insert(text).first->c_str();
}

}  // namespace

extern "C" {

CUresult cuGetErrorName(CUresult code, const char** name) {
  return always(__func__, [=](Driver&) {
    require(name != nullptr, "null pointer for the name");
    const ResultText* result = resultText(code);
    *name = result == nullptr ? nullptr : result->name;
    require(result != nullptr, "no such error");
  });
}

// CUDA's text, and why the emulated device returned the code last, which a real one doesn't say.
CUresult cuGetErrorString(CUresult code, const char** text) {
  return always(__func__, [=](Driver& driver) {
    require(text != nullptr, "null pointer for the text");
    const ResultText* result = resultText(code);
    *text = result == nullptr ? nullptr : result->text;
    require(result != nullptr, "no such error");
    auto why = driver.explanations.find(code);
    if (why == driver.explanations.end() || why->second.empty()) return;
    *text = keep(std::string(result->text) + " [emulated device: " + why->second + "]");
  });
}

}  // extern "C"
