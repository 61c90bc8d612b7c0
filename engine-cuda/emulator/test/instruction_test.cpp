// Every case of the tables: one kernel a piece of PTX, one launch a row.
// With a second argument, writes the module to that file (to show it to NVIDIA's ptxas).
#include <cmath>
#include <fstream>
#include <iostream>

#include "cases.h"
#include "harness.h"

namespace emulator::test {
namespace {

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto& family :
       {integer_cases(), bit_cases(), float_cases(), rounding_cases(), compare_cases(),
        convert_cases(), half_cases(), memory_cases(), control_cases()}) {
    all.insert(all.end(), family.begin(), family.end());
  }
  return all;
}

std::string load_inputs() {
  std::string text = "  ld.param.u64 %rd5, [in];\n  ld.param.u64 %rd6, [out];\n";
  for (int i = 1; i <= 4; ++i) {
    const std::string n = std::to_string(i);
    text += "  ld.global.b64 %rd" + n + ", [%rd5+" + std::to_string(8 * (i - 1)) + "];\n";
    text += "  cvt.u32.u64 %r" + n + ", %rd" + n + ";\n  mov.b32 %f" + n + ", %r" + n + ";\n";
    text += "  mov.b64 %fd" + n + ", %rd" + n + ";\n  cvt.u16.u64 %rs" + n + ", %rd" + n + ";\n";
    text += "  setp.ne.u64 %p" + n + ", %rd" + n + ", 0;\n";
  }
  return text;
}

std::string store_result(const std::string& result) {
  if (result == "r") {
    return "  cvt.u64.u32 %rd0, %r0;\n";
  }
  if (result == "rs") {
    return "  cvt.u64.u16 %rd0, %rs0;\n";
  }
  if (result == "f") {
    return "  mov.b32 %r0, %f0;\n  cvt.u64.u32 %rd0, %r0;\n";
  }
  if (result == "fd") {
    return "  mov.b64 %rd0, %fd0;\n";
  }
  return result == "p" ? "  selp.b64 %rd0, 1, 0, %p0;\n" : "";
}

std::string module_of(const std::vector<Case>& cases) {
  std::string text =
      ".version 8.7\n.target sm_90\n.address_size 64\n"
      ".const .align 4 .f32 numbers[4] = {0f3F800000, 2.5, 0f40400000, 0fBF800000};\n"
      ".global .align 4 .u32 counter = 5;\n"
      ".global .align 8 .u64 pointer[2] = {generic(numbers), counter};\n.global .align 1 .b8 "
      "bytes[4] = {1, 2, 3};\n"
      ".extern .shared .align 16 .b8 dynamic[];\n"
      ".func (.param .b32 result) twice(.param .b32 value)\n{\n  .reg .b32 %r<3>;\n"
      "  ld.param.b32 %r1, [value];\n  add.s32 %r2, %r1, %r1;\n  st.param.b32 [result], %r2;\n"
      "  ret;\n}\n";
  for (size_t i = 0; i < cases.size(); ++i) {
    text += ".visible .entry case_" + std::to_string(i) +
            "(.param .u64 in, .param .u64 out)\n{\n"
            "  .reg .pred %p<8>; .reg .b16 %rs<8>; .reg .b32 %r<8>; .reg .f32 %f<8>;\n"
            "  .reg .b64 %rd<12>; .reg .f64 %fd<8>;\n" +
            load_inputs() + "  " + cases[i].code + "\n" + store_result(cases[i].result) +
            "  st.global.b64 [%rd6], %rd0;\n  ret;\n}\n";
  }
  return text;
}

double number(const std::string& result, uint64_t bits) {
  if (result == "fd") {
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }
  const auto low = static_cast<uint32_t>(bits);
  float value = 0;
  std::memcpy(&value, &low, sizeof value);
  return value;
}

bool agrees(const Case& each, uint64_t expected, uint64_t found) {
  if (expected == kAnyNan) {
    return each.result == "rs" ? (found & 0x7F80) == 0x7F80 || (found & 0x7C00) == 0x7C00
                               : std::isnan(number(each.result, found));
  }
  if (each.tolerance == 0 || expected == found) {
    return expected == found;
  }
  const double right = number(each.result, expected);
  return std::abs(number(each.result, found) - right) <= each.tolerance * std::abs(right);
}

void run_case(Report& report, Program& program, size_t index, const Case& each) {
  for (const Row& row : each.rows) {
    TestMemory memory;
    auto* in = memory.array<uint64_t>(4);
    auto* out = memory.array<uint64_t>(1);
    for (size_t i = 0; i < 4; ++i) {
      in[i] = i < row.inputs.size() ? row.inputs[i] : 0;
    }
    Launch launch;
    launch.dynamic_shared = 64;
    launch.parameters = Parameters().add(in).add(out).bytes();
    std::string inputs;
    for (const uint64_t input : row.inputs) {
      inputs += " " + hexadecimal(input);
    }
    try {
      program.launch(kernel_of(program, "case_" + std::to_string(index)), launch, memory);
      report.check(agrees(each, row.expected, out[0]), each.code + " of" + inputs,
                   hexadecimal(row.expected), hexadecimal(out[0]));
    } catch (const DeviceFault& fault) {
      report.check(false, each.code + " of" + inputs, "no fault", fault.what());
    }
  }
}

}  // namespace
}  // namespace emulator::test

int main(int count, char** arguments) {
  using namespace emulator::test;
  const std::vector<Case> cases = all_cases();
  const std::string module = module_of(cases);
  if (count > 2) {
    std::ofstream(arguments[2]) << module;
  }
  Report report("instruction_test");
  const auto program = emulator::test::load(module);
  for (size_t i = 0; i < cases.size(); ++i) {
    run_case(report, *program, i, cases[i]);
  }
  std::cout << cases.size() << " pieces of PTX\n";
  return report.result();
}
