#ifndef EMULATOR_TEST_CASES_H_
#define EMULATOR_TEST_CASES_H_

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace emulator::test {

inline uint64_t f(float value) {
  uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

inline uint64_t d(double value) {
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

// Signed numbers as the bits of a register.
inline uint64_t s(int32_t value) { return static_cast<uint32_t>(value); }
inline uint64_t l(int64_t value) { return static_cast<uint64_t>(value); }

constexpr uint64_t kInfinity32 = 0x7F800000;
constexpr uint64_t kMinusInfinity32 = 0xFF800000;
constexpr uint64_t kNan32 = 0x7FC00000;
constexpr uint64_t kInfinity64 = 0x7FF0000000000000;
constexpr uint64_t kNan64 = 0x7FF8000000000000;
// Expected: some NaN of the result's type.
constexpr uint64_t kAnyNan = 0xABADCAFEABADCAFE;

struct Row {
  std::vector<uint64_t> inputs;
  uint64_t expected;
};

// A piece of PTX and what it gives. Input i is there as %rd<i>, its low bits as %r<i>, %f<i>,
// %rs<i>, all of it as %fd<i>, and whether it is not zero as %p<i>; i from 1 to 4. The result is
// %<result>0.
struct Case {
  std::string code;
  std::string result;
  std::vector<Row> rows;
  // For approximations: the greatest relative error, else the bits must be equal.
  double tolerance = 0;
};

std::vector<Case> integer_cases();
std::vector<Case> bit_cases();
std::vector<Case> float_cases();
std::vector<Case> rounding_cases();
std::vector<Case> compare_cases();
std::vector<Case> convert_cases();
std::vector<Case> half_cases();
std::vector<Case> memory_cases();
std::vector<Case> control_cases();

}  // namespace emulator::test

#endif  // EMULATOR_TEST_CASES_H_
