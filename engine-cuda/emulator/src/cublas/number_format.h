#ifndef EMULATOR_CUBLAS_NUMBER_FORMAT_H_
#define EMULATOR_CUBLAS_NUMBER_FORMAT_H_

#include <cstddef>
#include <cstdint>

#include "blas_types.h"

namespace emulator {

size_t sizeOf(cudaDataType type);

// bfloat16 is a float's upper half. Rounding is to nearest, ties to even.
float fromBfloat16(uint16_t bits);
uint16_t toBfloat16(float value);

// IEEE binary16, with subnormals. Rounding is to nearest, ties to even.
float fromHalf(uint16_t bits);
uint16_t toHalf(float value);

// What a TF32 tensor core sees of a float: 10 bits of mantissa, to nearest, ties away from zero
// (PTX's cvt.rna.tf32.f32).
float roundToTf32(float value);

// Element `index` of an array of the type, as T (float or double).
template <typename T>
T load(cudaDataType type, uintptr_t array, size_t index) {
  switch (type) {
    case CUDA_R_32F: return static_cast<T>(reinterpret_cast<const float*>(array)[index]);
    case CUDA_R_64F: return static_cast<T>(reinterpret_cast<const double*>(array)[index]);
    case CUDA_R_16F:
      return static_cast<T>(fromHalf(reinterpret_cast<const uint16_t*>(array)[index]));
    case CUDA_R_16BF:
      return static_cast<T>(fromBfloat16(reinterpret_cast<const uint16_t*>(array)[index]));
  }
  return T{};
}

template <typename T>
void store(cudaDataType type, uintptr_t array, size_t index, T value) {
  switch (type) {
    case CUDA_R_32F:
      reinterpret_cast<float*>(array)[index] = static_cast<float>(value);
      break;
    case CUDA_R_64F:
      reinterpret_cast<double*>(array)[index] = static_cast<double>(value);
      break;
    case CUDA_R_16F:
      reinterpret_cast<uint16_t*>(array)[index] = toHalf(static_cast<float>(value));
      break;
    case CUDA_R_16BF:
      reinterpret_cast<uint16_t*>(array)[index] = toBfloat16(static_cast<float>(value));
      break;
  }
}

}  // namespace emulator

#endif  // EMULATOR_CUBLAS_NUMBER_FORMAT_H_
