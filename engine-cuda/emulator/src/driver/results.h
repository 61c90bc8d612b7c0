#ifndef EMULATOR_DRIVER_RESULTS_H_
#define EMULATOR_DRIVER_RESULTS_H_

namespace emulator {

struct ResultText {
  int code;
  const char* name;
  const char* text;
};

// Null for a number that isn't a CUresult.
const ResultText* resultText(int code);

// "CUDA_ERROR_OUT_OF_MEMORY", or the number in words for what isn't a CUresult.
const char* resultName(int code);

// True for errors after which CUDA's context answers nothing but that error.
bool isSticky(int code);

}  // namespace emulator

#endif  // EMULATOR_DRIVER_RESULTS_H_
