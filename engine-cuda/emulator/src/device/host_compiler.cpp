#include "host_compiler.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

extern char** environ;

namespace emulator {
namespace {

// Behind the shared object: this, then the hash of all before it. Loaders ignore trailing bytes.
const std::string kTrailer = "emulated-cuda-object:";
constexpr size_t kHashDigits = 32;

std::string variable(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

std::string compiler() { return variable("EMULATED_CUDA_CXX", "g++"); }

// Code for this processor's own instructions where they matter: fma above all.
std::vector<std::string> processor_options() {
#if defined(__x86_64__)
  std::vector<std::string> options;
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("bmi2")) {
    options = {"-mavx2", "-mfma", "-mbmi", "-mbmi2", "-mlzcnt", "-mpopcnt"};
  }
  return options;
#else
  return {};
#endif
}

std::vector<std::string> options() {
  // Floats must be computed as written; integers wrap around; memory has no types.
  std::vector<std::string> all = {
      "-x",
      "c++",
      "-std=c++17",
      "-O1",
      "-w",
      "-fPIC",
      "-shared",
      "-fwrapv",
      "-fno-strict-aliasing",
      "-fno-exceptions",
      "-fno-rtti",
      "-fno-math-errno",
      "-ffp-contract=off",
      "-fno-stack-protector",
      "-fno-asynchronous-unwind-tables",
  };
  const std::vector<std::string> more = processor_options();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

// Those that code may call, by name: looking for C++'s own takes longer than to link.
const std::vector<std::string> kLibraries = {"-nostdlib", "-lm", "-lgcc", "-lc"};

struct Outcome {
  int status;
  std::string output;
};

// The caller's environment may preload libraries that a compiler should not get.
std::vector<char*> child_environment() {
  std::vector<char*> kept;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (std::strncmp(*entry, "LD_PRELOAD=", 11) != 0 &&
        std::strncmp(*entry, "LD_LIBRARY_PATH=", 16) != 0) {
      kept.push_back(*entry);
    }
  }
  kept.push_back(nullptr);
  return kept;
}

Outcome run(const std::vector<std::string>& command) {
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) {
    throw std::runtime_error(std::string("pipe: ") + std::strerror(errno));
  }
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  std::vector<char*> environment = child_environment();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 2);
  pid_t child = 0;
  const int error =
      posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  Outcome outcome{-1, ""};
  char buffer[4096];
  for (ssize_t got; (got = read(pipe_ends[0], buffer, sizeof buffer)) != 0;) {
    if (got > 0) {
      outcome.output.append(buffer, static_cast<size_t>(got));
    } else if (errno != EINTR) {
      break;
    }
  }
  close(pipe_ends[0]);
  if (error != 0) {
    throw std::runtime_error("can't start '" + command[0] + "': " + std::strerror(error) +
                             "; install a C++ compiler, or name one in EMULATED_CUDA_CXX");
  }
  while (waitpid(child, &outcome.status, 0) < 0 && errno == EINTR) {
  }
  return outcome;
}

const std::string& compiler_version() {
  static const std::string version =
      compiler() + " " + run({compiler(), "-dumpfullversion", "-dumpmachine"}).output;
  return version;
}

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool is_whole(const std::string& path) {
  const std::string all = contents(path);
  const size_t trailer = kTrailer.size() + kHashDigits;
  if (all.size() <= trailer || all.compare(all.size() - trailer, kTrailer.size(), kTrailer) != 0) {
    return false;
  }
  return all.substr(all.size() - kHashDigits) == hash_of(all.substr(0, all.size() - trailer));
}

// Code is loaded from here: others must not be able to write to it.
std::string cache_directory() {
  const std::string named = variable("EMULATED_CUDA_CACHE", "");
  const std::string path =
      named.empty() ? variable("TMPDIR", "/tmp") + "/emulated-cuda-" + std::to_string(getuid())
                    : named;
  for (size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    mkdir(path.substr(0, slash).c_str(), 0777);
  }
  mkdir(path.c_str(), 0700);
  struct stat status{};
  if (stat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) ||
      access(path.c_str(), W_OK) != 0) {
    throw std::runtime_error("'" + path +
                             "' is no directory that can be written; set EMULATED_CUDA_CACHE");
  }
  if (named.empty() && status.st_uid != getuid()) {
    throw std::runtime_error("'" + path + "' belongs to another user; set EMULATED_CUDA_CACHE");
  }
  return path;
}

std::string object_path(const std::string& directory, const HostSource& source) {
  return directory + "/" + source.key + ".so";
}

// A folder of one compilation's own within the cache: its files meet none that another process
// writes, or left when it was killed.
class BuildFolder {
 public:
  explicit BuildFolder(const std::string& parent) : path_(parent + "/new.XXXXXX") {
    if (mkdtemp(path_.data()) == nullptr) {
      throw std::runtime_error("can't make a folder in '" + parent + "': " + std::strerror(errno));
    }
  }

  ~BuildFolder() {
    unlink(object().c_str());
    unlink(link().c_str());
    if (!keeps_text_) {
      unlink(text().c_str());
      rmdir(path_.c_str());
    }
  }

  BuildFolder(const BuildFolder&) = delete;
  BuildFolder& operator=(const BuildFolder&) = delete;

  std::string text() const { return path_ + "/module.cpp"; }
  std::string object() const { return path_ + "/module.so"; }
  std::string link() const { return path_ + "/link.so"; }
  void keep_text() { keeps_text_ = true; }

 private:
  std::string path_;
  bool keeps_text_ = false;
};

// Gives the folder's object a name in the cache too, in one step and in place of what has it.
bool publish(const BuildFolder& folder, const std::string& name) {
  unlink(folder.link().c_str());
  if (link(folder.object().c_str(), folder.link().c_str()) != 0) {
    // A file system without links.
    std::ofstream(folder.link(), std::ios::binary) << contents(folder.object());
  }
  return is_whole(folder.link()) && std::rename(folder.link().c_str(), name.c_str()) == 0;
}

}  // namespace

std::string hash_of(const std::string& text) {
  using Wide = unsigned __int128;
  const Wide prime = (Wide{1} << 88) + 0x13B;
  Wide hash = (Wide{0x6C62272E07BB0142u} << 64) + 0x62B821756295C58Du;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * prime;
  }
  char digits[kHashDigits + 1];
  std::snprintf(digits, sizeof digits, "%016llx%016llx",
                static_cast<unsigned long long>(hash >> 64), static_cast<unsigned long long>(hash));
  return digits;
}

std::string source_key(const std::string& text) {
  std::string key_text = compiler_version();
  for (const std::string& option : options()) {
    key_text += option + " ";
  }
  for (const std::string& library : kLibraries) {
    key_text += library + " ";
  }
  return hash_of(key_text + text);
}

void compile(const std::string& prelude, const std::vector<const HostSource*>& sources) {
  const std::string directory = cache_directory();
  std::vector<std::string> objects;
  std::string text = prelude;
  for (const HostSource* source : sources) {
    const std::string object = object_path(directory, *source);
    // Two modules of the same code are one source.
    if (std::find(objects.begin(), objects.end(), object) == objects.end() && !is_whole(object)) {
      objects.push_back(object);
      text += source->text;
    }
  }
  if (objects.empty()) {
    return;
  }
  BuildFolder folder(directory);
  std::ofstream(folder.text(), std::ios::binary) << text;
  std::vector<std::string> command = {compiler()};
  const std::vector<std::string> flags = options();
  command.insert(command.end(), flags.begin(), flags.end());
  command.insert(command.end(), {"-o", folder.object(), folder.text()});
  command.insert(command.end(), kLibraries.begin(), kLibraries.end());
  const Outcome outcome = run(command);
  if (outcome.status != 0) {
    if (sources.size() == 1) {
      folder.keep_text();
    }
    throw std::runtime_error("the host compiler refused " + folder.text() + ":\n" +
                             outcome.output.substr(0, 4000));
  }
  const std::string hash = hash_of(contents(folder.object()));
  std::ofstream(folder.object(), std::ios::binary | std::ios::app) << kTrailer << hash;
  for (const std::string& object : objects) {
    if (!publish(folder, object)) {
      throw std::runtime_error("can't write to '" + directory + "'; is the disk full?");
    }
  }
}

std::string compiled(const std::string& prelude, const HostSource& source) {
  compile(prelude, {&source});
  return object_path(cache_directory(), source);
}

}  // namespace emulator
