// Whole kernels from the real NVRTC (fixtures/kernels.cu), for three architectures, in the three
// thread orders, against the host's own results.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <iostream>
#include <random>

#include "harness.h"

namespace emulator::test {
namespace {

const char* const kOrderNames[] = {"forward", "reverse", "random"};

// A loaded module in one thread order, with what a test of a kernel needs.
class Kernels {
 public:
  Kernels(Report& report, Program& program, ThreadOrder order, std::string name)
      : report_(report), program_(program), order_(order), name_(std::move(name)) {}

  TestMemory& memory() { return memory_; }
  Program& program() { return program_; }

  void launch(const std::string& kernel, Dim3 grid, Dim3 block, const Parameters& parameters,
              size_t dynamic_shared = 0) {
    Launch launch{grid, block, dynamic_shared, parameters.bytes(), order_, 42};
    program_.launch(kernel_of(program_, kernel), launch, memory_);
  }

  float* uniform(size_t length, float least, float greatest) {
    auto* values = memory_.array<float>(length);
    std::uniform_real_distribution<float> distribution(least, greatest);
    std::generate(values, values + length, [&] { return distribution(random_); });
    return values;
  }

  // All found[i] within `bound` of right(i), relative to the greater of 1 and |right(i)|; NaN
  // fails.
  void compare(const std::string& what, size_t length, const float* found, double bound,
               const std::function<double(size_t)>& right) {
    double worst = 0;
    size_t where = 0;
    for (size_t i = 0; i < length; ++i) {
      const double expected = right(i);
      const double error = std::isnan(expected) && std::isnan(found[i]) ? 0
                           : std::isinf(expected) && expected == found[i]
                               ? 0
                               : std::abs(found[i] - expected) / std::max(1.0, std::abs(expected));
      if (!(error <= worst)) {
        worst = std::isnan(error) ? INFINITY : error;
        where = i;
      }
    }
    report_.check(worst <= bound, name_ + ": " + what + " at " + std::to_string(where),
                  std::to_string(right(where)) + " within " + std::to_string(bound),
                  std::to_string(found[where]));
  }

  void check_equal(const std::string& what, int64_t expected, int64_t found) {
    report_.check(expected == found, name_ + ": " + what, std::to_string(expected),
                  std::to_string(found));
  }

 private:
  Report& report_;
  Program& program_;
  ThreadOrder order_;
  std::string name_;
  TestMemory memory_;
  std::mt19937 random_{7};
};

void test_vector_add(Kernels& kernels) {
  const size_t n = 1000;
  const float* a = kernels.uniform(n, -1, 1);
  const float* b = kernels.uniform(n, -1, 1);
  auto* sum = kernels.memory().array<float>(n);
  kernels.launch("vector_add", {3, 1, 1}, {64, 1, 1},
                 Parameters().add(a).add(b).add(sum).add(static_cast<int>(n / 4)));
  kernels.compare("vector_add", n, sum, 0, [&](size_t i) { return a[i] + b[i]; });
}

void test_row_sum(Kernels& kernels) {
  for (const unsigned threads : {32u, 128u, 256u, 1024u}) {
    const int rows = 3;
    const int columns = 777;
    const float* x = kernels.uniform(rows * columns, -1, 1);
    auto* sums = kernels.memory().array<float>(rows);
    kernels.launch("row_sum", {rows, 1, 1}, {threads, 1, 1},
                   Parameters().add(x).add(sums).add(columns));
    kernels.compare("row_sum", rows, sums, 1e-4, [&](size_t row) {
      double sum = 0;
      for (int i = 0; i < columns; ++i) {
        sum += x[row * columns + static_cast<size_t>(i)];
      }
      return sum;
    });
  }
}

void test_transpose(Kernels& kernels) {
  const int rows = 45;
  const int columns = 70;
  const float* in = kernels.uniform(rows * columns, -1, 1);
  auto* out = kernels.memory().array<float>(rows * columns);
  kernels.launch("transpose", {3, 2, 1}, {32, 8, 1},
                 Parameters().add(in).add(out).add(rows).add(columns));
  kernels.compare("transpose", rows * columns, out, 0,
                  [&](size_t i) { return in[i % rows * columns + i / rows]; });
}

void test_missing_barrier(Kernels& kernels) {
  const int n = 32;
  const float* in = kernels.uniform(n * n, -1, 1);
  auto* out = kernels.memory().array<float>(n * n);
  kernels.launch("transpose_without_barrier", {1, 1, 1}, {32, 32, 1},
                 Parameters().add(in).add(out).add(n));
  const auto unread = std::count_if(out, out + n * n, [](float x) { return std::isnan(x); });
  kernels.check_equal("a missing barrier shows as NaN", 1, unread > 0 ? 1 : 0);
}

void test_philox(Kernels& kernels) {
  auto* out = kernels.memory().array<uint32_t>(4 * 100);
  kernels.launch("philox", {4, 1, 1}, {32, 1, 1}, Parameters().add(uint64_t{0}).add(out).add(100));
  // Known answers of Random123 1.14, kat_vectors: counter 0, key 0.
  const uint32_t expected[] = {0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8};
  for (int i = 0; i < 4; ++i) {
    kernels.check_equal("philox word " + std::to_string(i), expected[i], out[i]);
  }
  // Another block's thread: the same function on the host, with counter 99.
  uint32_t c[4] = {99, 0, 0, 0};
  uint32_t k[2] = {0, 0};
  for (int round = 0; round < 10; ++round) {
    const uint64_t p0 = uint64_t{0xD2511F53} * c[0];
    const uint64_t p1 = uint64_t{0xCD9E8D57} * c[2];
    const uint32_t next[4] = {
        static_cast<uint32_t>(p1 >> 32) ^ c[1] ^ k[0], static_cast<uint32_t>(p1),
        static_cast<uint32_t>(p0 >> 32) ^ c[3] ^ k[1], static_cast<uint32_t>(p0)};
    std::copy(next, next + 4, c);
    k[0] += 0x9E3779B9;
    k[1] += 0xBB67AE85;
  }
  kernels.check_equal("philox of 99", c[3], out[4 * 99 + 3]);
}

void test_softmax(Kernels& kernels) {
  const int rows = 4;
  const int columns = 100;
  const float* x = kernels.uniform(rows * columns, -20, 20);
  auto* y = kernels.memory().array<float>(rows * columns);
  kernels.launch("softmax", {rows, 1, 1}, {32, 1, 1}, Parameters().add(x).add(y).add(columns),
                 columns * sizeof(float));
  kernels.compare("softmax", rows * columns, y, 1e-6, [&](size_t i) {
    const float* row = x + i / columns * columns;
    double sum = 0;
    for (int j = 0; j < columns; ++j) {
      sum += std::exp(static_cast<double>(row[j]));
    }
    return std::exp(static_cast<double>(x[i])) / sum;
  });
}

struct Function {
  const char* name;
  float least, greatest;
  double (*right)(double, double);
};

const Function kFunctions[] = {
    {"expf", -90, 88, [](double x, double) { return std::exp(x); }},
    {"logf", 0.001f, 1e6f, [](double x, double) { return std::log(x); }},
    {"erff", -5, 5, [](double x, double) { return std::erf(x); }},
    {"tanhf", -10, 10, [](double x, double) { return std::tanh(x); }},
    {"powf", 0.01f, 20, [](double x, double z) { return std::pow(x, z); }},
    {"log1pf", -0.9f, 100, [](double x, double) { return std::log1p(x); }},
    {"expm1f", -5, 5, [](double x, double) { return std::expm1(x); }},
    {"sinf", -1e6f, 1e6f, [](double x, double) { return std::sin(x); }},
    {"cosf", -100, 100, [](double x, double) { return std::cos(x); }},
    {"sqrtf", 0, 100, [](double x, double) { return std::sqrt(x); }},
    {"rsqrtf", 0.1f, 100, [](double x, double) { return 1 / std::sqrt(x); }},
    {"divide", -100, 100, [](double x, double z) { return x / z; }},
    {"fmodf", -100, 100, [](double x, double z) { return std::fmod(x, z); }},
    {"rintf", -100, 100, [](double x, double) { return std::rint(x); }},
    {"floorf", -100, 100, [](double x, double) { return std::floor(x); }},
    {"atan2f", -100, 100, [](double x, double z) { return std::atan2(x, z); }},
    {"exp", -80, 80, [](double x, double) { return std::exp(x); }},
    {"log", 0.001f, 1e6f, [](double x, double) { return std::log(x); }},
    {"erfcf", -3, 3, [](double x, double) { return std::erfc(x); }},
    {"sinhf", -10, 10, [](double x, double) { return std::sinh(x); }},
    {"cbrtf", -100, 100, [](double x, double) { return std::cbrt(x); }},
    {"lgammaf", 0.1f, 50, [](double x, double) { return std::lgamma(x); }},
    {"pow", 0.01f, 20, [](double x, double z) { return std::pow(x, z); }},
    {"double divide", -100, 100, [](double x, double z) { return x / z; }},
};

// CUDA documents up to 9 units in the last place for these (lgammaf excepted, fine here).
void test_functions(Kernels& kernels) {
  const int n = 300;
  for (int which = 0; which < static_cast<int>(std::size(kFunctions)); ++which) {
    const Function& function = kFunctions[which];
    float* x = kernels.uniform(n, function.least, function.greatest);
    const float* z = kernels.uniform(n, 0.5f, 4);
    x[0] = NAN;
    x[1] = INFINITY;
    x[2] = 0;
    auto* y = kernels.memory().array<float>(n);
    kernels.launch("functions", {10, 1, 1}, {32, 1, 1},
                   Parameters().add(x).add(z).add(y).add(which).add(n));
    kernels.compare(function.name, n, y, 9.0 / (1 << 23),
                    [&](size_t i) { return function.right(x[i], z[i]); });
  }
}

void test_histogram(Kernels& kernels) {
  const int n = 5000;
  const int bins = 17;
  auto* values = kernels.memory().array<int>(n);
  auto* counts = kernels.memory().array<int>(bins);
  std::vector<int> expected(bins);
  std::fill(counts, counts + bins, 0);
  for (int i = 0; i < n; ++i) {
    values[i] = i * i % 1009;
    ++expected[static_cast<size_t>(values[i] % bins)];
  }
  kernels.launch("histogram", {4, 1, 1}, {96, 1, 1},
                 Parameters().add(values).add(counts).add(n).add(bins));
  for (int i = 0; i < bins; ++i) {
    kernels.check_equal("histogram", expected[static_cast<size_t>(i)], counts[i]);
  }
}

void test_variables(Kernels& kernels) {
  auto* out = kernels.memory().array<float>(40);
  Variable* launches = kernels.program().variable("launches");
  Variable* weights = kernels.program().variable("weights");
  Variable* table = kernels.program().variable("table");
  kernels.check_equal("variables", 1,
                      launches != nullptr && weights != nullptr && table != nullptr);
  kernels.check_equal("size of weights", 20, static_cast<int64_t>(weights->size));
  kernels.check_equal("weights are constant", 1, weights->constant ? 1 : 0);
  auto* count = reinterpret_cast<int*>(launches->address);
  *count = 7;
  kernels.launch("variables", {1, 1, 1}, {40, 1, 1}, Parameters().add(out).add(3).add(4));
  kernels.check_equal("a variable of the module", 8, *count);
  kernels.compare("variables", 40, out, 1e-6, [](size_t thread) {
    double sum = -1;  // own[3], then own[4], own[5], own[6]
    for (int i = 4; i < 7; ++i) {
      sum += i * 1.5 + static_cast<double>(thread);
    }
    return sum + 1 + 2 * (0.5 + 2 * (0.25 + 2 * (0.125 + 2 * 0.0625)));
  });
  const auto* values = reinterpret_cast<const float*>(table->address);
  kernels.compare("table", 4, values, 1e-6,
                  [](size_t thread) { return 4.5 + 3 * static_cast<double>(thread); });
}

void test_halves(Kernels& kernels) {
  const int n = 64;
  float* x = kernels.uniform(n, -3, 3);
  auto* f16 = kernels.memory().array<uint16_t>(n);
  auto* bf16 = kernels.memory().array<uint16_t>(n);
  auto* back = kernels.memory().array<float>(n);
  x[0] = 1;
  kernels.launch("halves", {1, 1, 1}, {64, 1, 1},
                 Parameters().add(x).add(f16).add(bf16).add(back).add(n));
  kernels.compare("f16 and back", n, back, 1.0 / (1 << 11), [&](size_t i) { return x[i]; });
  kernels.check_equal("f16 of 1", 0x3C00, f16[0]);
  kernels.check_equal("bf16 of 1", 0x3F80, bf16[0]);
}

void test_structure(Kernels& kernels) {
  struct Shape {
    int rank;
    int64_t sizes[4];
  };
  auto* out = kernels.memory().array<int64_t>(3);
  kernels.launch("by_value", {1, 1, 1}, {1, 1, 1},
                 Parameters().add(Shape{3, {100000, 70000, 3, 9}}).add(out));
  kernels.check_equal("product", 21000000000, out[0]);
  kernels.check_equal("quotient", 21000000000 / 70001, out[1]);
  kernels.check_equal("remainder", 21000000000 % 7, out[2]);
}

void run_all(Report& report, const std::string& path) {
  const auto begin = std::chrono::steady_clock::now();
  const auto program = load(file_contents(path));
  program->prepare();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  std::cout << path << ": loaded in " << taken.count() << " s\n";
  for (const ThreadOrder order :
       {ThreadOrder::kForward, ThreadOrder::kReverse, ThreadOrder::kRandom}) {
    Kernels kernels(report, *program, order, path + " " + kOrderNames[static_cast<int>(order)]);
    for (const auto test : {test_vector_add, test_row_sum, test_transpose, test_missing_barrier,
                            test_philox, test_softmax, test_functions, test_histogram,
                            test_variables, test_halves, test_structure}) {
      try {
        test(kernels);
      } catch (const std::exception& error) {
        report.check(false, path, "no exception", error.what());
      }
    }
  }
}

}  // namespace
}  // namespace emulator::test

int main(int count, char** arguments) {
  using namespace emulator::test;
  const std::string fixtures = count > 1 ? arguments[1] : "fixtures";
  Report report("kernel_test");
  for (const char* architecture : {"75", "80", "90"}) {
    try {
      run_all(report, fixtures + "/kernels_" + architecture + ".ptx");
    } catch (const std::exception& error) {
      report.check(false, architecture, "a loaded module", error.what());
    }
  }
  return report.result();
}
