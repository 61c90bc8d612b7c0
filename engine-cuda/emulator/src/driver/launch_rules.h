#ifndef EMULATOR_DRIVER_LAUNCH_RULES_H_
#define EMULATOR_DRIVER_LAUNCH_RULES_H_

#include <vector>

#include "../device/launch.h"
#include "module.h"
#include "options.h"

namespace emulator {

// Refuses what CUDA's launch refuses, with CUDA's code: empty or too large grids and blocks, more
// threads than the kernel's launch bounds, more shared memory than allowed for it.
void checkLaunch(const Function& function, Dim3 grid, Dim3 block, size_t dynamic_shared,
                 const Options& options);

// The kernel's parameters at their offsets, from cuLaunchKernel's kernelParams or extra.
std::vector<unsigned char> gatherParameters(const KernelInfo& kernel, void** parameters,
                                            void** extra);

// Resident blocks a multiprocessor holds of such a launch, by the capability's limits on threads,
// blocks and shared memory (registers aren't known: there is no machine code).
int blocksPerMultiprocessor(const Function& function, int block, size_t dynamic_shared,
                            const Options& options);

}  // namespace emulator

#endif  // EMULATOR_DRIVER_LAUNCH_RULES_H_
