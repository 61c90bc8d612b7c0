#include "host_code.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>

#include "kernel_source.h"

namespace emulator {
namespace {

// More than a compilation saves nothing, and each module looks at the object of all.
constexpr size_t kMostTogether = 32;

// The name of a module's namespace in the source, and of the table that its object exports.
std::string symbol_of(const std::string& key) { return "module_" + key; }

// The code in a namespace of its own, so that it may stand beside that of other modules, and the
// table of its functions.
std::string text_of(const std::string& symbol, const std::string& code,
                    const std::vector<std::string>& functions) {
  std::string text = "namespace emulator::kernel::" + symbol + " {\n" + code +
                     "extern \"C\" void (*const " + symbol + "[])(Thread*) = {";
  for (const std::string& function : functions) {
    text += function + ", ";
  }
  // A table of no functions would be no C++.
  return text + "nullptr};\n}\n";
}

HostSource source_of(const std::string& code, const std::vector<std::string>& functions) {
  const std::string key = source_key(kernel_prelude() + text_of("", code, functions));
  return {key, text_of(symbol_of(key), code, functions)};
}

}  // namespace

void HostCode::CloseLibrary::operator()(void* handle) const { dlclose(handle); }

HostCode::HostCode(CompileQueue& queue, const std::string& code,
                   const std::vector<std::string>& functions)
    : queue_(queue), source_(source_of(code, functions)) {
  queue_.add(*this);
}

HostCode::~HostCode() { queue_.remove(*this); }

void HostCode::prepare() {
  if (functions_ == nullptr) {
    queue_.compile(*this);
  }
}

KernelFunction HostCode::function(size_t index) const { return functions_[index]; }

void HostCode::open(const std::string& path) {
  library_.reset(dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL));
  if (library_ != nullptr) {
    functions_ =
        static_cast<const KernelFunction*>(dlsym(library_.get(), symbol_of(source_.key).c_str()));
  }
  if (functions_ == nullptr) {
    throw std::runtime_error(std::string("the translated module can't be loaded: ") + dlerror());
  }
  // It is in the library now, and long.
  source_.text.clear();
  source_.text.shrink_to_fit();
}

void CompileQueue::add(HostCode& code) { waiting_.push_back(&code); }

void CompileQueue::remove(HostCode& code) {
  waiting_.erase(std::remove(waiting_.begin(), waiting_.end(), &code), waiting_.end());
}

void CompileQueue::compile(HostCode& wanted) {
  remove(wanted);
  std::vector<const HostSource*> sources = {&wanted.source_};
  const size_t others = std::min(waiting_.size(), kMostTogether - 1);
  for (size_t i = 0; i < others; ++i) {
    sources.push_back(&waiting_[i]->source_);
  }
  // Whatever becomes of them, they need not wait: what isn't in the cache is compiled when needed.
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(others));
  try {
    emulator::compile(kernel_prelude(), sources);
  } catch (const std::runtime_error&) {
    // It may be another one that the compiler refuses.
    if (sources.size() == 1) {
      throw;
    }
  }
  wanted.open(compiled(kernel_prelude(), wanted.source_));
}

}  // namespace emulator
