#ifndef EMULATOR_CUBLAS_MATRIX_H_
#define EMULATOR_CUBLAS_MATRIX_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "blas_entry.h"
#include "number_format.h"

namespace emulator {

// How elements are rounded when they are read into a product.
enum class InputRounding { kNone, kTf32, kBfloat16, kHalf };

// Matrices in device memory, column by column: element (i, j) of matrix b is at
// address + (b * stride + j * lead + i) elements.
struct Matrix {
  const char* role = "";  // "A", for messages
  uintptr_t address = 0;
  cudaDataType type = CUDA_R_32F;
  int64_t rows = 0;
  int64_t columns = 0;
  int64_t lead = 0;
  int64_t stride = 0;

  bool empty() const { return rows == 0 || columns == 0; }
  // Elements from the first to the last one of a matrix.
  int64_t extent() const { return empty() ? 0 : (columns - 1) * lead + rows; }

  // Throws DeviceFault unless matrix `batch` lies wholly in memory that may be touched.
  void requireLive(const Driver& driver, const std::string& call, int64_t batch, bool write) const;

  // Where matrix `batch` begins.
  uintptr_t at(int64_t batch) const;

  // Matrix `batch`, transposed if so asked for, without gaps and rounded.
  template <typename T>
  std::vector<T> packed(int64_t batch, bool transposed, InputRounding rounding) const {
    std::vector<T> result(static_cast<size_t>(rows * columns));
    uintptr_t begin = at(batch);
    for (int64_t j = 0; j < columns; ++j) {
      for (int64_t i = 0; i < rows; ++i) {
        T value = load<T>(type, begin, static_cast<size_t>(j * lead + i));
        int64_t to = transposed ? i * columns + j : j * rows + i;
        result[static_cast<size_t>(to)] = round(value, rounding);
      }
    }
    return result;
  }

 private:
  static float round(float value, InputRounding rounding);
  static double round(double value, InputRounding) { return value; }
};

// CUBLAS_STATUS_INVALID_VALUE unless the leading dimension has room for a column.
void checkLead(const Matrix& matrix);

// True for T and C (the same for real numbers). Refuses other values.
bool isTransposed(int operation);

}  // namespace emulator

#endif  // EMULATOR_CUBLAS_MATRIX_H_
