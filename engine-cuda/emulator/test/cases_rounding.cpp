// .rz .rm .rp of every operation that has them, against the processor's own rounding modes.
#include <cfenv>
#include <cmath>
#include <functional>

#include "cases.h"

namespace emulator::test {
namespace {

struct Mode {
  const char* name;
  int host;
};

constexpr Mode kModes[] = {
    {"rn", FE_TONEAREST}, {"rz", FE_TOWARDZERO}, {"rm", FE_DOWNWARD}, {"rp", FE_UPWARD}};

// Computed at run time, in the mode: volatile keeps the compiler from doing it before.
template <class T>
T in_mode(int mode, const std::function<T()>& compute) {
  std::fesetround(mode);
  const volatile T result = compute();
  std::fesetround(FE_TONEAREST);
  return result;
}

uint64_t bits(float value) { return std::isnan(value) ? kAnyNan : f(value); }
uint64_t bits(double value) { return std::isnan(value) ? kAnyNan : d(value); }

template <class T>
std::vector<T> numbers() {
  return {T(0),      T(-0.0),      T(1),       T(-1),      T(3),        T(0.1),    T(-0.3),
          T(1e-30),  T(1e30),      T(7.25e37), T(-3.3e38), T(1.17e-38), T(-1e-45), T(16777216),
          T(-1.5e9), T(1.0000001), INFINITY,   -INFINITY,  T(2.9999999)};
}

template <class T>
using Binary = T (*)(volatile T&, volatile T&);

template <class T>
Case binary(const std::string& code, const std::string& result, int mode, Binary<T> compute) {
  Case each{code, result, {}};
  for (const T a : numbers<T>()) {
    for (const T b : numbers<T>()) {
      volatile T x = a;
      volatile T y = b;
      const T expected = in_mode<T>(mode, [&] { return compute(x, y); });
      each.rows.push_back({{bits(a), bits(b)}, bits(expected)});
    }
  }
  return each;
}

template <class T>
void add_binaries(std::vector<Case>& cases, const std::string& type, const std::string& name) {
  const std::string operands = " %" + name + "0, %" + name + "1, %" + name + "2;";
  for (const Mode& mode : kModes) {
    const std::string suffix = "." + std::string(mode.name) + type + operands;
    cases.push_back(binary<T>("add" + suffix, name, mode.host,
                              [](volatile T& a, volatile T& b) -> T { return a + b; }));
    cases.push_back(binary<T>("sub" + suffix, name, mode.host,
                              [](volatile T& a, volatile T& b) -> T { return a - b; }));
    cases.push_back(binary<T>("mul" + suffix, name, mode.host,
                              [](volatile T& a, volatile T& b) -> T { return a * b; }));
    cases.push_back(binary<T>("div" + suffix, name, mode.host,
                              [](volatile T& a, volatile T& b) -> T { return a / b; }));
  }
}

template <class T>
void add_others(std::vector<Case>& cases, const std::string& type, const std::string& name) {
  for (const Mode& mode : kModes) {
    Case fma{"fma." + std::string(mode.name) + type + " %" + name + "0, %" + name + "1, %" + name +
                 "2, %" + name + "3;",
             name,
             {}};
    Case root{
        "sqrt." + std::string(mode.name) + type + " %" + name + "0, %" + name + "1;", name, {}};
    Case reciprocal{
        "rcp." + std::string(mode.name) + type + " %" + name + "0, %" + name + "1;", name, {}};
    for (const T a : numbers<T>()) {
      volatile T x = a;
      root.rows.push_back({{bits(a)}, bits(in_mode<T>(mode.host, [&] { return std::sqrt(x); }))});
      reciprocal.rows.push_back({{bits(a)}, bits(in_mode<T>(mode.host, [&] { return T(1) / x; }))});
      for (const T b : {T(3), T(-0.1), T(1e20), T(-0.0)}) {
        for (const T c : {T(0), T(-0.0), T(1), T(-3), T(1e-40), T(-3e38), T(0.3)}) {
          volatile T y = b;
          volatile T z = c;
          fma.rows.push_back({{bits(a), bits(b), bits(c)},
                              bits(in_mode<T>(mode.host, [&] { return std::fma(x, y, z); }))});
        }
      }
    }
    cases.insert(cases.end(), {fma, root, reciprocal});
  }
}

}  // namespace

std::vector<Case> rounding_cases() {
  std::vector<Case> cases;
  add_binaries<float>(cases, ".f32", "f");
  add_binaries<double>(cases, ".f64", "fd");
  add_others<float>(cases, ".f32", "f");
  add_others<double>(cases, ".f64", "fd");
  return cases;
}

}  // namespace emulator::test
