// Planted faults of every kind that the device claims to catch: the right code, and a message that
// names kernel, block, thread, address and PTX line. And PTX that must be refused.

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <vector>

#include "harness.h"

namespace emulator::test {
namespace {

constexpr char kHead[] = ".version 8.7\n.target sm_90\n.address_size 64\n";

struct Planted {
  std::string name;
  // The body of a kernel: %rd1 is an array of 64 floats, %r1 the thread, %rd2 the address of the
  // thread's float, %r2 its shared address in `own` of 64 floats.
  std::string code;
  FaultCode fault;
  std::vector<std::string> says;
  unsigned threads = 64;
};

std::vector<Planted> planted() {
  const FaultCode illegal = FaultCode::kIllegalAddress;
  const FaultCode failed = FaultCode::kLaunchFailed;
  return {
      {"read_one_beyond",
       "ld.global.f32 %f1, [%rd2+4];",
       illegal,
       {"kernel read_one_beyond", "block (0,0,0)", "thread (63,0,0)",
        "illegal read of 4 bytes at 0x", "of 256 bytes", "PTX line", "ld.global.f32"}},
      {"read_one_before", "ld.global.f32 %f1, [%rd2+-4];", illegal, {"thread (0,0,0)", "read"}},
      {"write_one_beyond",
       "st.global.f32 [%rd2+4], %f1;",
       illegal,
       {"thread (63,0,0)", "illegal write of 4 bytes"}},
      {"write_last_byte_beyond", "st.global.u8 [%rd1+256], %r1;", illegal, {"write of 1 bytes"}},
      {"vector_over_the_end",
       "ld.global.v4.f32 {%f1,%f2,%f3,%f4}, [%rd1+256];",
       illegal,
       {"16 bytes"}},
      {"atomic_beyond", "red.global.add.u32 [%rd2+256], 1;", illegal, {"atomic access"}},
      {"null_pointer", "mov.u64 %rd3, 0; ld.global.u32 %r3, [%rd3];", illegal, {"at 0x0"}},
      {"generic_beyond", "ld.f32 %f1, [%rd1+256];", illegal, {"read of 4 bytes"}},
      {"host_pointer",
       "mov.u64 %rd3, %globaltimer; and.b64 %rd3, %rd3, -4; ld.global.u32 %r3, [%rd3];",
       illegal,
       {"illegal read"}},
      {"misaligned",
       "ld.global.f32 %f1, [%rd1+2];",
       FaultCode::kMisalignedAddress,
       {"misaligned", "thread (0,0,0)"}},
      {"misaligned_vector",
       "ld.global.v2.f32 {%f1,%f2}, [%rd1+4];",
       FaultCode::kMisalignedAddress,
       {"8 bytes", "misaligned"}},
      {"misaligned_shared", "ld.shared.u32 %r3, [own+2];", FaultCode::kMisalignedAddress, {"own"}},
      {"shared_one_beyond",
       "st.shared.u32 [%r2+4], %r1;",
       illegal,
       {"thread (63,0,0)", "shared variable own has 256 bytes, this is byte 256"}},
      {"shared_before",
       "mov.u32 %r3, own; sub.s32 %r3, %r3, 4; ld.shared.u32 %r4, [%r3];",
       illegal,
       {"illegal read"}},
      {"dynamic_beyond",
       "st.shared.u32 [dynamic+128], %r1;",
       illegal,
       {"dynamic shared memory has 128 bytes, this is byte 128"}},
      {"generic_shared_beyond",
       "mov.u64 %rd3, own; cvta.shared.u64 %rd4, %rd3; ld.u32 %r3, [%rd4+256];",
       illegal,
       {"shared variable own"}},
      {"local_beyond",
       ".local .align 4 .b8 depot[16]; mov.u64 %rd3, depot; mul.wide.u32 %rd4, %r1, 4; "
       "add.s64 %rd3, %rd3, %rd4; st.local.u32 [%rd3], %r1;",
       illegal,
       {"thread (4,0,0)", "local memory"}},
      {"constant_written",
       "mov.u64 %rd3, fixed; cvta.const.u64 %rd4, %rd3; st.u32 [%rd4], %r1;",
       illegal,
       {"constant variable fixed"}},
      {"variable_beyond",
       "ld.global.u32 %r3, [counter+4];",
       illegal,
       {"global variable counter of 4 bytes"}},
      {"barrier_missed",
       "setp.lt.u32 %p1, %r1, 32; @%p1 bar.sync 0; @%p1 bra OUT; WAIT: bar.sync 1; OUT:",
       failed,
       {"deadlock", "32 of 64 threads", "(0,0,0), wait at PTX line", "(32,0,0), wait at PTX line"}},
      {"barriers_diverge",
       "setp.lt.u32 %p1, %r1, 32; @%p1 bra A; bar.sync 0; bra B; A: bar.sync 0; B:",
       failed,
       {"while others wait at PTX line"}},
      {"counts_differ",
       "setp.lt.u32 %p1, %r1, 32; @%p1 bar.sync 2, 64; @!%p1 bar.sync 2, 96;",
       failed,
       {"count 96", "count 64"}},
      {"count_too_high", "bar.sync 2, 96;", failed, {"deadlock", "64 of 64 threads"}},
      {"shuffle_lane_missing",
       "setp.eq.u32 %p1, %r1, 5; @%p1 bar.sync 0; @!%p1 shfl.sync.idx.b32 %r3, %r1, 0, 31, -1;",
       failed,
       {"deadlock", "mask 0xffffffff, missing lanes 0x00000020"},
       32},
      {"shuffles_diverge",
       "setp.lt.u32 %p1, %r1, 16; @%p1 bra A; shfl.sync.idx.b32 %r3, %r1, 0, 31, -1; bra B; "
       "A: shfl.sync.idx.b32 %r3, %r1, 0, 31, -1; B:",
       failed,
       {"diverge"},
       32},
      {"mask_without_self",
       "shfl.sync.idx.b32 %r3, %r1, 0, 31, 0xFFFF;",
       failed,
       {"mask doesn't name it"}},
      {"masks_differ",
       "shl.b32 %r3, 3, %r1; or.b32 %r3, %r3, 1; vote.sync.ballot.b32 %r4, %p1, %r3;",
       failed,
       {"disagree about the mask"},
       2},
      {"vote_against_shuffle",
       "setp.lt.u32 %p1, %r1, 16; @%p1 vote.sync.ballot.b32 %r3, %p1, -1; "
       "@!%p1 shfl.sync.idx.b32 %r3, %r1, 0, 31, -1;",
       failed,
       {"diverge"},
       32},
      {"trapped", "setp.eq.u32 %p1, %r1, 9; @%p1 trap;", failed, {"trapped", "thread (9,0,0)"}},
      {"endless",
       "AGAIN: bra AGAIN;",
       FaultCode::kLaunchTimeout,
       {"endless loop", "EMULATED_CUDA_LAUNCH_TIMEOUT"}},
      {"branch_list", "T: .branchtargets A, B; brx.idx 7, T; A: B:", failed, {"trapped"}},
  };
}

std::string kernel_text(const Planted& each) {
  return ".visible .entry " + each.name +
         "(.param .u64 x)\n{\n  .reg .pred %p<4>; .reg .b32 %r<8>; .reg .f32 %f<8>; .reg .b64 "
         "%rd<8>;\n"
         "  .shared .align 4 .b8 own[256];\n"
         "  ld.param.u64 %rd1, [x]; mov.u32 %r1, %tid.x; mul.wide.u32 %rd2, %r1, 4;\n"
         "  add.s64 %rd2, %rd1, %rd2; mov.u32 %r2, own; mad.lo.u32 %r2, %r1, 4, %r2;\n  " +
         each.code + "\n  ret;\n}\n";
}

void test_planted(Report& report) {
  std::string module = std::string(kHead) +
                       ".const .align 4 .u32 fixed = 1;\n"
                       ".global .align 4 .u32 counter;\n"
                       ".extern .shared .align 16 .b8 dynamic[];\n";
  for (const Planted& each : planted()) {
    module += kernel_text(each);
  }
  const auto program = load(module);
  for (const Planted& each : planted()) {
    for (const ThreadOrder order : {ThreadOrder::kForward, ThreadOrder::kRandom}) {
      TestMemory memory;
      auto* x = memory.array<float>(64);
      const Launch launch{{1, 1, 1}, {each.threads, 1, 1}, 128, Parameters().add(x).bytes(), order,
                          3};
      try {
        program->launch(kernel_of(*program, each.name), launch, memory);
        report.check(false, each.name, "a fault", "none");
      } catch (const DeviceFault& fault) {
        report.check(fault.cu_error_code() == static_cast<int>(each.fault), each.name,
                     std::to_string(static_cast<int>(each.fault)),
                     std::to_string(fault.cu_error_code()) + ": " + fault.what());
        if (order == ThreadOrder::kForward) {
          for (const std::string& part : each.says) {
            report.contains(each.name, fault.what(), part);
          }
        }
      }
    }
  }
  // After all these faults the program still runs.
  TestMemory memory;
  auto* x = memory.array<float>(65);
  const Launch launch{
      {1, 1, 1}, {64, 1, 1}, 128, Parameters().add(x).bytes(), ThreadOrder::kForward, 0};
  program->launch(kernel_of(*program, "read_one_beyond"), launch, memory);
  report.check(true, "a launch after faults", "", "");
}

// A memory map that answers readable and writable alone, and allows no writing.
class PlainMap : public MemoryMap {
 public:
  explicit PlainMap(const MemoryMap& exact) : exact_(exact) {}
  bool readable(uintptr_t address, size_t bytes) const override {
    return exact_.readable(address, bytes);
  }
  bool writable(uintptr_t, size_t) const override { return false; }
  std::string describe(uintptr_t) const override { return "read only"; }

 private:
  const MemoryMap& exact_;
};

void test_plain_map(Report& report) {
  Planted reads{"reads", "ld.global.f32 %f1, [%rd2];", FaultCode::kInvalidValue, {}};
  Planted beyond{"beyond", "ld.global.f32 %f1, [%rd2+4];", FaultCode::kInvalidValue, {}};
  Planted writes{"writes", "st.global.f32 [%rd2], %f1;", FaultCode::kInvalidValue, {}};
  const auto program = load(kHead + kernel_text(reads) + kernel_text(beyond) + kernel_text(writes));
  TestMemory memory;
  auto* x = memory.array<float>(64);
  const auto code_of = [&](const std::string& name) {
    try {
      program->launch(
          kernel_of(*program, name),
          {{2, 1, 1}, {64, 1, 1}, 0, Parameters().add(x).bytes(), ThreadOrder::kForward, 0},
          PlainMap(memory));
      return 0;
    } catch (const DeviceFault& fault) {
      return fault.cu_error_code();
    }
  };
  report.check(code_of("reads") == 0, "plain map: reads", "0", "a fault");
  report.check(code_of("beyond") == 700, "plain map: reads beyond", "700", "something else");
  report.check(code_of("writes") == 700, "plain map: writes", "700", "something else");
}

// An access that begins inside an allocation and ends outside, after others that were fine.
void test_straddle(Report& report) {
  const Planted reads{"quads",
                      "mul.wide.u32 %rd3, %r1, 16; add.s64 %rd3, %rd1, %rd3; "
                      "ld.global.v4.f32 {%f1,%f2,%f3,%f4}, [%rd3];",
                      FaultCode::kIllegalAddress,
                      {}};
  const auto program = load(kHead + kernel_text(reads));
  for (const size_t length : {63, 64}) {
    TestMemory memory;
    auto* x = memory.array<float>(length);
    std::string found = "no fault";
    try {
      program->launch(
          kernel_of(*program, "quads"),
          {{1, 1, 1}, {16, 1, 1}, 0, Parameters().add(x).bytes(), ThreadOrder::kForward, 0},
          memory);
    } catch (const DeviceFault& fault) {
      found = fault.what();
    }
    report.contains("float4 over " + std::to_string(length), found,
                    length == 64 ? "no fault" : "thread (15,0,0): illegal read of 16 bytes");
  }
}

void test_launch_limits(Report& report) {
  const auto program =
      load(std::string(kHead) +
           ".visible .entry small(.param .u32 a, .param .u64 b)\n.maxntid 64, 2, 1\n"
           "{\n .shared .align 4 .b8 kept[40];\n .reg .b32 %r<2>;\n"
           " ld.shared.u32 %r1, [kept];\n ret;\n}\n");
  const KernelInfo& kernel = kernel_of(*program, "small");
  report.check(kernel.max_threads == 128, "max_threads", "128", std::to_string(kernel.max_threads));
  report.check(kernel.static_shared == 40, "static_shared", "40",
               std::to_string(kernel.static_shared));
  report.check(kernel.parameters.size() == 2 && kernel.parameters[1].offset == 8 &&
                   kernel.parameter_bytes() == 16,
               "parameters", "offset 8 of 16 bytes", std::to_string(kernel.parameter_bytes()));
  TestMemory memory;
  const auto code_of = [&](const Launch& launch) {
    try {
      program->launch(kernel, launch, memory);
      return 0;
    } catch (const DeviceFault& fault) {
      return fault.cu_error_code();
    }
  };
  const std::vector<unsigned char> parameters(16);
  const auto check = [&](const std::string& what, int expected, const Launch& launch) {
    const int found = code_of(launch);
    report.check(found == expected, what, std::to_string(expected), std::to_string(found));
  };
  check("a launch within the limits", 0,
        {{1, 1, 1}, {64, 2, 1}, 0, parameters, ThreadOrder::kForward, 0});
  check("too many threads", 701, {{1, 1, 1}, {129, 1, 1}, 0, parameters, ThreadOrder::kForward, 0});
  check("an empty grid", 1, {{0, 1, 1}, {1, 1, 1}, 0, parameters, ThreadOrder::kForward, 0});
  check("too few parameters", 1, {{1, 1, 1}, {1, 1, 1}, 0, {}, ThreadOrder::kForward, 0});
  check("too much shared memory", 1,
        {{1, 1, 1}, {1, 1, 1}, 1 << 20, parameters, ThreadOrder::kForward, 0});
}

void test_refused(Report& report) {
  const struct {
    std::string code;
    std::string says;
  } cases[] = {
      {"frobnicate.u32 %r1, %r2;", "unknown instruction 'frobnicate'"},
      {"add.wrong.u32 %r1, %r2, %r3;", "'.wrong' of add is not supported"},
      {"add.u32 %r1, %r2;", "expected 3 operands, found 2"},
      {"add.u32 %r1, %r2, %r99;", "'%r99' is not declared"},
      {"add.f32 %f1, %f2, 1;", "an integer where .f32"},
      {"add.u64 %rd1, %rd2, %r1;", "32 bits, where .u64 is expected"},
      {"bra NOWHERE;", "'NOWHERE' is no label"},
      {"ld.global.v4.f32 {%f1,%f2}, [%rd1];", "expected a vector of 4"},
      {"st.const.u32 [%rd1], %r1;", "constant memory can't be written"},
      {"wgmma.fence.sync.aligned;", "unknown instruction 'wgmma'"},
      {"cvt.s32.f32 %r1, %f1;", "needs .rni"},
      {"shfl.up.b32 %r1, %r2, 1, 0;", "operands"},
      {"call.uni missing;", "'missing' is not defined"},
      {"ld.param.u64 %rd1, [x+8];", "goes beyond parameter 'x'"},
      {"setp.lt.u32 %p1, %r1 %r2;", "expected ';'"},
      {"atom.global.add.b32 %r1, [%rd1], %r2;", "no atomic .add of .b32"},
      {"mov.u32 %r1, 0f3F80;", "expected 8 hexadecimal digits"},
  };
  for (const auto& each : cases) {
    const std::string module =
        std::string(kHead) +
        ".visible .entry k(.param .u64 x)\n{\n  .reg .pred %p<4>; .reg .b32 %r<8>; "
        ".reg .f32 %f<8>; .reg .b64 %rd<8>;\n  " +
        each.code + "\n  ret;\n}\n";
    try {
      load(module);
      report.check(false, each.code, "a PtxError", "none");
    } catch (const PtxError& error) {
      report.check(error.line() == 7, each.code + ": the line", "7", std::to_string(error.line()));
      report.contains(each.code, error.what(), each.says);
      report.contains(each.code + ": the text", error.what(), each.code.substr(0, 10));
    }
  }
  try {
    load("this is no PTX");
    report.check(false, "no PTX", "a PtxError", "none");
  } catch (const PtxError& error) {
    report.contains("no PTX", error.what(), "line 1");
  }
}

// Stores a number where its parameter points.
std::string storing_kernel(const std::string& name, unsigned number) {
  return std::string(kHead) + ".visible .entry " + name +
         "(.param .u64 x)\n{\n  .reg .b32 %r<2>; .reg .b64 %rd<2>;\n" +
         "  ld.param.u64 %rd1, [x];\n  mov.u32 %r1, " + std::to_string(number) +
         ";\n  st.global.u32 [%rd1], %r1;\n  ret;\n}\n";
}

void expect_stored(Report& report, const std::string& what, Program& program,
                   const std::string& kernel, unsigned number) {
  TestMemory memory;
  auto* stored = memory.array<unsigned>(1);
  Launch launch;
  launch.parameters = Parameters().add(stored).bytes();
  program.launch(kernel_of(program, kernel), launch, memory);
  report.check(*stored == number, what, std::to_string(number), std::to_string(*stored));
}

// A variable of the environment with another value, until this is destroyed.
class TestVariable {
 public:
  TestVariable(const char* name, const std::string& value) : name_(name) {
    const char* before = std::getenv(name);
    was_set_ = before != nullptr;
    before_ = was_set_ ? before : "";
    setenv(name, value.c_str(), 1);
  }

  ~TestVariable() { was_set_ ? setenv(name_, before_.c_str(), 1) : unsetenv(name_); }

  TestVariable(const TestVariable&) = delete;
  TestVariable& operator=(const TestVariable&) = delete;

 private:
  const char* name_;
  bool was_set_;
  std::string before_;
};

// A folder that is removed with all that is in it.
class TestFolder {
 public:
  TestFolder() {
    char name[] = "/tmp/emulator-test-XXXXXX";
    path_ = mkdtemp(name);
  }

  ~TestFolder() { std::filesystem::remove_all(path_); }

  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  const std::string& path() const { return path_; }

  std::vector<std::string> files() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      all.push_back(entry.path());
    }
    return all;
  }

 private:
  std::string path_;
};

// An empty cache, and a compiler that counts its runs and refuses texts with a given word.
class TestCache {
 public:
  const TestFolder& cache() const { return cache_; }

  size_t runs() const {
    std::ifstream log(tools_.path() + "/runs");
    return static_cast<size_t>(std::count(std::istreambuf_iterator<char>(log), {}, '\n'));
  }

 private:
  std::string counting_compiler() const {
    const std::string path = tools_.path() + "/compiler";
    std::ofstream(path) << "#!/bin/sh\n"
                           "echo >> " +
                               tools_.path() +
                               "/runs\n"
                               "for each; do\n"
                               "  case $each in *.cpp) ! grep -q 31337 $each || exit 1 ;; esac\n"
                               "done\n"
                               "exec g++ \"$@\"\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }

  TestFolder cache_;
  TestFolder tools_;
  TestVariable folder_{"EMULATED_CUDA_CACHE", cache_.path()};
  TestVariable compiler_{"EMULATED_CUDA_CXX", counting_compiler()};
};

// As the compiler above sees it.
constexpr unsigned kRefused = 31337;

ino_t inode(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

// A damaged file of the cache is compiled afresh, and a second load needs no compiler.
void test_cache(Report& report) {
  const TestCache test;
  const std::string module = storing_kernel("store", 1);
  load(module)->prepare();
  report.check(test.cache().files().size() == 1, "files in the cache", "1",
               std::to_string(test.cache().files().size()));
  const std::string path = test.cache().files().at(0);
  for (const char* damage : {"truncate -s 100 ", "truncate -s -1 ",
                             "printf X | dd conv=notrunc bs=1 seek=5000 status=none of="}) {
    const ino_t before = inode(path);
    report.check(std::system((damage + path).c_str()) == 0, "damage", "done", damage);
    expect_stored(report, damage, *load(module), "store", 1);
    report.check(inode(path) != before, std::string("after ") + damage, "another file", "the same");
  }
  report.check(test.runs() == 4, "runs of the compiler", "4", std::to_string(test.runs()));
  load(module + "// changed\n")->prepare();
  report.check(test.runs() == 4 && test.cache().files().size() == 1, "a comment changes nothing",
               "the same file", std::to_string(test.cache().files().size()));
}

// Modules that wait are compiled in one go, at the first launch of any.
void test_together(Report& report) {
  const TestCache test;
  const auto first = load(storing_kernel("first", 11));
  const auto second = load(storing_kernel("second", 22));
  const auto same = load(storing_kernel("third", 22));
  { const auto unloaded = load(storing_kernel("unloaded", 33)); }
  report.check(test.cache().files().empty(), "before a launch", "no files", "some");
  expect_stored(report, "the second", *second, "second", 22);
  const auto files = test.cache().files();
  report.check(files.size() == 2 && inode(files[0]) == inode(files[1]), "after a launch",
               "one file with two names", std::to_string(files.size()));
  expect_stored(report, "the first", *first, "first", 11);
  expect_stored(report, "the same as the second", *same, "third", 22);
  report.check(test.runs() == 1, "runs of the compiler", "1", std::to_string(test.runs()));
}

// Many wait: some are compiled with the first that is launched, the rest with the next.
void test_many_together(Report& report) {
  const TestCache test;
  std::vector<std::unique_ptr<Program>> programs;
  for (unsigned i = 0; i < 40; ++i) {
    programs.push_back(load(storing_kernel("store", 100 + i)));
  }
  for (const unsigned i : {39u, 0u, 38u, 20u}) {
    expect_stored(report, "number " + std::to_string(i), *programs[i], "store", 100 + i);
  }
  report.check(test.runs() == 2 && test.cache().files().size() == 40, "runs of the compiler", "2",
               std::to_string(test.runs()));
}

// One that the compiler refuses fails at its own launch, each time, and none of the others does.
void test_refused_by_compiler(Report& report) {
  const TestCache test;
  const auto refused = load(storing_kernel("refused", kRefused));
  const auto good = load(storing_kernel("good", 1));
  const auto later = load(storing_kernel("later", 2));
  expect_stored(report, "launched first", *good, "good", 1);
  expect_stored(report, "launched later", *later, "later", 2);
  report.check(test.runs() == 3, "runs of the compiler", "3: together, and each alone",
               std::to_string(test.runs()));
  report.check(test.cache().files().size() == 2, "files", "2",
               std::to_string(test.cache().files().size()));
  for (int attempt = 0; attempt < 2; ++attempt) {
    try {
      expect_stored(report, "the refused module", *refused, "refused", kRefused);
      report.check(false, "the refused module", "a PtxError", "none");
    } catch (const PtxError& error) {
      report.contains("the refused module", error.what(), "the host compiler refused");
      report.contains("the refused module", error.what(), test.cache().path());
    }
  }
  report.check(test.runs() == 5, "runs of the compiler", "5", std::to_string(test.runs()));
}

}  // namespace
}  // namespace emulator::test

int main() {
  using namespace emulator::test;
  setenv("EMULATED_CUDA_LAUNCH_TIMEOUT", "1", 1);
  Report report("fault_test");
  for (const auto test :
       {test_planted, test_plain_map, test_straddle, test_launch_limits, test_refused, test_cache,
        test_together, test_many_together, test_refused_by_compiler}) {
    try {
      test(report);
    } catch (const std::exception& error) {
      report.check(false, "a test", "no exception", error.what());
    }
  }
  return report.result();
}
