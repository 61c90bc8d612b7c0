// What a thread costs, in nanoseconds: printed, not judged, for the machine may be busy. The
// results are checked, as everywhere.
#include <chrono>
#include <iostream>

#include "harness.h"

namespace emulator::test {
namespace {

double seconds(Program& program, const KernelInfo& kernel, const Launch& launch,
               const MemoryMap& memory) {
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    program.launch(kernel, launch, memory);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    best = std::min(best, taken.count());
  }
  return best;
}

void print(const std::string& what, double taken, double threads) {
  std::cout << "  " << what << ": " << taken / threads * 1e9 << " ns a thread\n";
}

void run(Report& report, Program& program) {
  TestMemory memory;
  const int n = 1 << 20;
  auto* x = memory.array<float>(n);
  auto* y = memory.array<float>(n);
  for (int i = 0; i < n; ++i) {
    x[i] = 1;
    y[i] = 0;
  }
  const Launch saxpy{{n / 256, 1, 1},
                     {256, 1, 1},
                     0,
                     Parameters().add(2.0f).add(x).add(y).add(n).bytes(),
                     ThreadOrder::kForward,
                     0};
  print("y = a x + y", seconds(program, kernel_of(program, "saxpy"), saxpy, memory), n);
  report.check(y[n - 1] == 10, "saxpy", "10", std::to_string(y[n - 1]));

  const int columns = 1024;
  const int rows = n / columns;
  auto* sums = memory.array<float>(rows);
  const Launch row_sum{{rows, 1, 1},
                       {256, 1, 1},
                       0,
                       Parameters().add(x).add(sums).add(columns).bytes(),
                       ThreadOrder::kForward,
                       0};
  print("sum of 4 numbers, 5 to 10 shuffles, 1 barrier",
        seconds(program, kernel_of(program, "row_sum"), row_sum, memory), rows * 256);
  report.check(sums[rows - 1] == columns, "row_sum", "1024", std::to_string(sums[rows - 1]));

  const Launch functions{{n / 256, 1, 1},
                         {256, 1, 1},
                         0,
                         Parameters().add(x).add(x).add(y).add(0).add(n).bytes(),
                         ThreadOrder::kForward,
                         0};
  print("expf", seconds(program, kernel_of(program, "functions"), functions, memory), n);
  report.check(std::abs(y[7] - 2.7182818f) < 1e-6f, "expf", "2.7182818", std::to_string(y[7]));

  const Launch transpose{
      {32, 32, 1},           {32, 8, 1}, 0, Parameters().add(x).add(y).add(1024).add(1024).bytes(),
      ThreadOrder::kForward, 0};
  print("transpose of 4 numbers through shared memory, 1 barrier",
        seconds(program, kernel_of(program, "transpose"), transpose, memory), n / 4);
  report.check(y[n - 1] == 1, "transpose", "1", std::to_string(y[n - 1]));
}

}  // namespace
}  // namespace emulator::test

int main(int count, char** arguments) {
  using namespace emulator::test;
  Report report("speed_test");
  const auto program = emulator::test::load(
      file_contents(std::string(count > 1 ? arguments[1] : "fixtures") + "/kernels_75.ptx"));
  run(report, *program);
  return report.result();
}
