#include "matrix.h"

#include <algorithm>

#include "../driver/transfer.h"

namespace emulator {

uintptr_t Matrix::at(int64_t batch) const {
  return address + static_cast<uintptr_t>(batch * stride) * sizeOf(type);
}

void Matrix::requireLive(const Driver& driver, const std::string& call, int64_t batch,
                         bool write) const {
  if (empty()) return;
  std::string what = call + ", matrix " + role;
  if (batch > 0) what += " of batch " + std::to_string(batch);
  emulator::requireLive(driver, what, at(batch), static_cast<size_t>(extent()) * sizeOf(type),
                        write);
}

float Matrix::round(float value, InputRounding rounding) {
  switch (rounding) {
    case InputRounding::kNone: return value;
    case InputRounding::kTf32: return roundToTf32(value);
    case InputRounding::kBfloat16: return fromBfloat16(toBfloat16(value));
    case InputRounding::kHalf: return fromHalf(toHalf(value));
  }
  return value;
}

void checkLead(const Matrix& matrix) {
  int64_t least = std::max<int64_t>(1, matrix.rows);
  requireBlas(matrix.lead >= least, std::string("the leading dimension of ") + matrix.role + ", " +
                                        std::to_string(matrix.lead) + ", is less than its " +
                                        std::to_string(least) + " rows");
}

bool isTransposed(int operation) {
  requireBlas(operation >= CUBLAS_OP_N && operation <= CUBLAS_OP_C,
              "operation " + std::to_string(operation) + " is none of N, T, C");
  return operation != CUBLAS_OP_N;
}

}  // namespace emulator
