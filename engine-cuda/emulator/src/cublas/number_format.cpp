#include "number_format.h"

#include <cmath>
#include <cstring>

namespace emulator {
namespace {

uint32_t bitsOf(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

float floatOf(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

}  // namespace

size_t sizeOf(cudaDataType type) {
  switch (type) {
    case CUDA_R_32F: return 4;
    case CUDA_R_64F: return 8;
    case CUDA_R_16F:
    case CUDA_R_16BF: return 2;
  }
  return 0;
}

float fromBfloat16(uint16_t bits) {
  return floatOf(static_cast<uint32_t>(bits) << 16);
}

uint16_t toBfloat16(float value) {
  uint32_t bits = bitsOf(value);
  if (std::isnan(value)) return 0x7FFF;
  return static_cast<uint16_t>((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

float fromHalf(uint16_t bits) {
  float sign = (bits & 0x8000) != 0 ? -1.0f : 1.0f;
  int exponent = bits >> 10 & 31;
  float mantissa = static_cast<float>(bits & 0x3FF);
  if (exponent == 31) return mantissa == 0 ? sign * INFINITY : NAN;
  if (exponent == 0) return sign * std::ldexp(mantissa, -24);
  return sign * std::ldexp(mantissa + 1024.0f, exponent - 25);
}

uint16_t toHalf(float value) {
  auto sign = static_cast<uint16_t>(bitsOf(value) >> 16 & 0x8000);
  if (std::isnan(value)) return 0x7FFF;
  float magnitude = std::fabs(value);
  if (magnitude == 0.0f) return sign;
  // Half way between the largest half and what would be the next.
  if (magnitude >= 65520.0f) return sign | 0x7C00;
  int exponent;
  std::frexp(magnitude, &exponent);
  // The unit in the last place; below 2^-14 that of the subnormals. nearbyint rounds ties to even.
  int unit = exponent < -13 ? -24 : exponent - 11;
  auto units = static_cast<uint32_t>(std::nearbyint(std::ldexp(magnitude, -unit)));
  // Adding, not or-ing: a mantissa that rounds up to 2048 carries into the exponent.
  uint32_t bits = unit == -24 ? units : units + (static_cast<uint32_t>(unit + 24) << 10);
  return static_cast<uint16_t>(sign | bits);
}

float roundToTf32(float value) {
  uint32_t bits = bitsOf(value);
  if ((bits & 0x7F800000) == 0x7F800000) return value;
  return floatOf((bits + 0x1000) & ~uint32_t{0x1FFF});
}

}  // namespace emulator
