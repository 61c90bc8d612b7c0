// Planted faults of every kind that the device claims to catch: the right code, and a message that
// names kernel, block, thread, address and PTX line. And PTX that must be refused.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
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

// With a label of its name: a kernel's own name is not in its code.
std::string empty_kernel(const std::string& name) {
  return std::string(kHead) + ".visible .entry " + name + "()\n{\n" + name + ":\n  ret;\n}\n";
}

// An empty cache of a test's own.
class TestCache {
 public:
  TestCache() : before_(environment("EMULATED_CUDA_CACHE")) {
    char name[] = "/tmp/emulator-cache-XXXXXX";
    directory_ = mkdtemp(name);
    setenv("EMULATED_CUDA_CACHE", directory_.c_str(), 1);
  }

  ~TestCache() {
    std::filesystem::remove_all(directory_);
    before_.empty() ? unsetenv("EMULATED_CUDA_CACHE")
                    : setenv("EMULATED_CUDA_CACHE", before_.c_str(), 1);
  }

  const std::string& directory() const { return directory_; }

  std::vector<std::filesystem::path> files() const {
    std::vector<std::filesystem::path> all;
    for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
      all.push_back(entry.path());
    }
    return all;
  }

 private:
  static std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
  }

  std::string before_;
  std::string directory_;
};

void launch(Program& program, const std::string& kernel) {
  TestMemory memory;
  program.launch(kernel_of(program, kernel), {}, memory);
}

// A damaged file of the cache is compiled afresh, and a second load needs no compiler.
void test_cache(Report& report) {
  const TestCache cache;
  const std::string module = empty_kernel("empty");
  load(module)->prepare();
  report.check(cache.files().size() == 1, "files in the cache", "1",
               std::to_string(cache.files().size()));
  const std::string path = cache.files().at(0);
  for (const char* damage : {"truncate -s 100 ", "truncate -s -1 ",
                             "printf X | dd conv=notrunc bs=1 seek=5000 status=none of="}) {
    report.check(std::system((damage + path).c_str()) == 0, "damage", "done", damage);
    launch(*load(module), "empty");
    report.check(true, "a damaged file is compiled afresh", "", "");
  }
  const auto before = std::filesystem::last_write_time(path);
  load(module + "// changed\n")->prepare();
  report.check(std::filesystem::last_write_time(path) == before && cache.files().size() == 1,
               "a comment changes nothing", "the same file", "another");
  setenv("EMULATED_CUDA_CXX", "/bin/false", 1);
  try {
    load(empty_kernel("other"))->prepare();
    report.check(false, "a compiler that fails", "a PtxError", "none");
  } catch (const PtxError& error) {
    report.contains("a compiler that fails", error.what(), "refused");
  }
  unsetenv("EMULATED_CUDA_CXX");
}

// Modules that wait are compiled in one go, at the first launch of any.
void test_together(Report& report) {
  const TestCache cache;
  const auto first = load(empty_kernel("first"));
  const auto second = load(empty_kernel("second"));
  const auto same = load(empty_kernel("second"));
  { const auto unloaded = load(empty_kernel("unloaded")); }
  report.check(cache.files().empty(), "before a launch", "no files", "some");
  launch(*second, "second");
  const auto files = cache.files();
  report.check(files.size() == 2 && std::filesystem::equivalent(files[0], files[1]),
               "after a launch", "one file with two names", std::to_string(files.size()));
  setenv("EMULATED_CUDA_CXX", "/bin/false", 1);
  launch(*first, "first");
  launch(*same, "second");
  unsetenv("EMULATED_CUDA_CXX");
  report.check(true, "the others need no compiler", "", "");
}

// One that the compiler refuses fails at its own launch, and none of the others does.
void test_refused_by_compiler(Report& report) {
  const TestCache cache;
  const std::string compiler = cache.directory() + "/compiler";
  std::ofstream(compiler) << "#!/bin/sh\n"
                             "for each; do\n"
                             "  case $each in *.cpp) ! grep -q refuse_me $each || exit 1 ;; esac\n"
                             "done\n"
                             "exec g++ \"$@\"\n";
  std::filesystem::permissions(compiler, std::filesystem::perms::owner_all);
  setenv("EMULATED_CUDA_CXX", compiler.c_str(), 1);
  const auto refused = load(empty_kernel("refuse_me"));
  const auto good = load(empty_kernel("good"));
  const auto later = load(empty_kernel("later"));
  launch(*good, "good");
  launch(*later, "later");
  report.check(true, "the others are compiled", "", "");
  try {
    launch(*refused, "refuse_me");
    report.check(false, "the refused module", "a PtxError", "none");
  } catch (const PtxError& error) {
    report.contains("the refused module", error.what(), "the host compiler refused");
  }
  unsetenv("EMULATED_CUDA_CXX");
}

}  // namespace
}  // namespace emulator::test

int main() {
  using namespace emulator::test;
  setenv("EMULATED_CUDA_LAUNCH_TIMEOUT", "1", 1);
  Report report("fault_test");
  for (const auto test : {test_planted, test_plain_map, test_straddle, test_launch_limits,
                          test_refused, test_cache, test_together, test_refused_by_compiler}) {
    try {
      test(report);
    } catch (const std::exception& error) {
      report.check(false, "a test", "no exception", error.what());
    }
  }
  return report.result();
}
