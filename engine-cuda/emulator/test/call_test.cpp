// Kernels that call functions: printf, assert, recursion (fixtures/calls.cu, compiled with
// -lineinfo).
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "../src/device/device_print.h"
#include "harness.h"

namespace emulator::test {
namespace {

void test_recursion(Report& report, Program& program) {
  TestMemory memory;
  auto* out = memory.array<int>(12);
  program.launch(
      kernel_of(program, "recursion"),
      {{1, 1, 1}, {12, 1, 1}, 0, Parameters().add(out).bytes(), ThreadOrder::kReverse, 0}, memory);
  const int expected[] = {0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89};
  for (int i = 0; i < 12; ++i) {
    report.check(out[i] == expected[i], "fibonacci of " + std::to_string(i),
                 std::to_string(expected[i]), std::to_string(out[i]));
  }
}

void expect_fault(Report& report, Program& program, const std::string& kernel, int code,
                  const std::string& says) {
  TestMemory memory;
  auto* values = memory.array<int>(4);
  values[0] = values[1] = 1;
  values[2] = 0;
  try {
    program.launch(
        kernel_of(program, kernel),
        {{1, 1, 1}, {3, 1, 1}, 0, Parameters().add(values).bytes(), ThreadOrder::kForward, 0},
        memory);
    report.check(false, kernel, "a fault", "none");
  } catch (const DeviceFault& fault) {
    report.check(fault.cu_error_code() == code, kernel, std::to_string(code),
                 std::to_string(fault.cu_error_code()));
    report.contains(kernel, fault.what(), says);
  }
}

// What the kernel prints goes to standard output, which is sent to a file meanwhile.
void test_print(Report& report, Program& program) {
  std::fflush(stdout);
  FILE* file = std::tmpfile();
  const int saved = dup(1);
  dup2(fileno(file), 1);
  TestMemory memory;
  program.launch(
      kernel_of(program, "greet"),
      {{1, 1, 1}, {2, 1, 1}, 0, Parameters().add(7).add(2.5).bytes(), ThreadOrder::kForward, 0},
      memory);
  std::fflush(stdout);
  dup2(saved, 1);
  close(saved);
  std::rewind(file);
  char text[200] = "";
  report.check(std::fgets(text, sizeof text, file) != nullptr, "printf", "a line", "none");
  std::fclose(file);
  const std::string expected = "block 7 of 1:  2.50, 1099511627776, text, x, 100%\n";
  report.check(text == expected, "printf", expected, text);
}

}  // namespace
}  // namespace emulator::test

int main(int count, char** arguments) {
  using namespace emulator::test;
  Report report("call_test");
  const auto program = emulator::test::load(
      file_contents(std::string(count > 1 ? arguments[1] : "fixtures") + "/calls_75.ptx"));
  test_recursion(report, *program);
  expect_fault(report, *program, "overflow", 719, "calls itself too often");
  expect_fault(report, *program, "check", 710, "assertion `values > 0` failed");
  expect_fault(report, *program, "check", 710, "thread (2,0,0)");
  test_print(report, *program);
  return report.result();
}
