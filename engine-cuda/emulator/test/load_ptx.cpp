// Loads PTX files and lists their kernels: shows whether all instructions are known, and how long
// translating and compiling takes. Usage: load_ptx file.ptx...
#include <chrono>
#include <iostream>

#include "harness.h"

int main(int count, char** arguments) {
  int failures = 0;
  for (int i = 1; i < count; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    try {
      const auto program = emulator::test::load(emulator::test::file_contents(arguments[i]));
      program->prepare();
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
      std::cout << arguments[i] << ": " << taken.count() << " s\n";
      for (const emulator::KernelInfo* kernel : program->kernels()) {
        std::cout << "  " << kernel->name << ": " << kernel->parameters.size() << " parameters, "
                  << kernel->static_shared << " bytes shared, " << kernel->local_bytes
                  << " bytes local, at most " << kernel->max_threads << " threads\n";
      }
    } catch (const std::exception& error) {
      ++failures;
      std::cout << arguments[i] << ": " << error.what() << "\n";
    }
  }
  return failures;
}
