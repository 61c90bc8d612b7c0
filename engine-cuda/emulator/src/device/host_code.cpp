#include "host_code.h"

#include <dlfcn.h>

#include <algorithm>
#include <stdexcept>

#include "kernel_source.h"

namespace emulator {
namespace {

// The name of a module's namespace in the source, and of the table that its object exports.
std::string symbol_of(const std::string& key) { return "module_" + key; }

// The code in a namespace of its own, so that it may stand beside that of other modules.
HostSource source_of(const std::string& code, const std::vector<std::string>& functions) {
  const std::string key = source_key(kernel_prelude() + code);
  std::string text = "namespace emulator::kernel::" + symbol_of(key) + " {\n" + code +
                     "extern \"C\" void (*const " + symbol_of(key) + "[])(Thread*) = {";
  for (const std::string& function : functions) {
    text += function + ", ";
  }
  // A table of no functions would be no C++.
  return {key, text + "nullptr};\n}\n"};
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

KernelFunction HostCode::function(size_t index) {
  prepare();
  return functions_[index];
}

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
  std::vector<const HostSource*> sources;
  for (const HostCode* code : waiting_) {
    sources.push_back(&code->source_);
  }
  try {
    emulator::compile(kernel_prelude(), sources);
    waiting_.clear();
  } catch (const std::runtime_error&) {
    // One that the compiler refuses must not stop the others: it is asked for this one alone below.
    remove(wanted);
  }
  wanted.open(compiled(kernel_prelude(), wanted.source_));
}

}  // namespace emulator
