#include "program.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <stdexcept>
#include <utility>

#include "../ptx/translation.h"
#include "block.h"
#include "module_memory.h"

namespace emulator {
namespace {

constexpr size_t kMaxThreads = 1024;
// What the largest GPUs give one block.
constexpr size_t kMaxSharedBytes = 227 << 10;

std::vector<std::string> symbols_of(const ptx::Translation& translation) {
  std::vector<std::string> symbols;
  for (const ptx::Kernel& kernel : translation.kernels) {
    symbols.push_back(kernel.symbol);
  }
  return symbols;
}

// What the host compiler has against a module is a reason to refuse its PTX.
template <class Action>
auto refusing(Action action) {
  try {
    return action();
  } catch (const PtxError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw PtxError(0, "", error.what());
  }
}

KernelInfo info_of(const ptx::Kernel& kernel) {
  KernelInfo info;
  info.name = kernel.name;
  info.static_shared = kernel.static_shared_bytes;
  info.max_threads = kernel.max_threads == 0 ? kMaxThreads : kernel.max_threads;
  info.local_bytes = kernel.local_bytes;
  size_t offset = 0;
  for (const ptx::Declaration& parameter : kernel.parameters) {
    offset = (offset + parameter.alignment - 1) / parameter.alignment * parameter.alignment;
    info.parameters.push_back({offset, parameter.bytes(), parameter.alignment});
    offset += parameter.bytes();
  }
  return info;
}

void check(const KernelInfo& kernel, const Launch& launch) {
  const auto refuse = [&](FaultCode code, const std::string& problem) {
    throw DeviceFault(code, "kernel " + kernel.name + ": " + problem);
  };
  const Dim3 block = launch.block;
  const size_t threads = static_cast<size_t>(block.x) * block.y * block.z;
  if (threads == 0 || launch.grid.x == 0 || launch.grid.y == 0 || launch.grid.z == 0) {
    refuse(FaultCode::kInvalidValue, "grid and block need at least one element along each axis");
  }
  if (launch.parameters.size() != kernel.parameter_bytes()) {
    refuse(FaultCode::kInvalidValue, "expected " + std::to_string(kernel.parameter_bytes()) +
                                         " bytes of parameters, found " +
                                         std::to_string(launch.parameters.size()));
  }
  if (threads > kernel.max_threads || threads > kMaxThreads) {
    refuse(FaultCode::kOutOfResources, "expected at most " + std::to_string(kernel.max_threads) +
                                           " threads in a block, found " + std::to_string(threads));
  }
  if (kernel.static_shared + launch.dynamic_shared > kMaxSharedBytes) {
    refuse(FaultCode::kInvalidValue,
           "expected at most " + std::to_string(kMaxSharedBytes) +
               " bytes of shared memory, found " +
               std::to_string(kernel.static_shared + launch.dynamic_shared));
  }
}

void run_grid(const GridTask& task) {
  const Dim3 grid = task.launch.grid;
  const size_t count = static_cast<size_t>(grid.x) * grid.y * grid.z;
  Block block(task);
  std::vector<size_t> order;
  if (task.launch.order == ThreadOrder::kRandom) {
    order.resize(count);
    std::iota(order.begin(), order.end(), size_t{0});
    std::mt19937_64 random(task.launch.seed);
    std::shuffle(order.begin(), order.end(), random);
  }
  for (size_t i = 0; i < count; ++i) {
    const size_t index = task.launch.order == ThreadOrder::kForward   ? i
                         : task.launch.order == ThreadOrder::kReverse ? count - 1 - i
                                                                      : order[i];
    block.run({static_cast<unsigned>(index % grid.x),
               static_cast<unsigned>(index / grid.x % grid.y),
               static_cast<unsigned>(index / grid.x / grid.y)});
  }
}

}  // namespace

struct Program::State {
  ptx::Translation translation;
  HostCode code;
  ModuleMemory memory;
  // In the same order as translation.kernels and the functions of the code.
  std::vector<KernelInfo> infos;

  State(ptx::Translation translated, CompileQueue& queue)
      : translation(std::move(translated)),
        code(queue, translation.code, symbols_of(translation)),
        memory(translation.variables) {
    // The code is with the queue now, and long.
    translation.code.clear();
    translation.code.shrink_to_fit();
    for (const ptx::Kernel& kernel : translation.kernels) {
      infos.push_back(info_of(kernel));
    }
  }
};

std::unique_ptr<Program> Program::load(const std::string& ptx, CompileQueue& queue) {
  ptx::Translation translation = ptx::translate(ptx);
  return refusing([&] {
    return std::unique_ptr<Program>(
        new Program(std::make_unique<State>(std::move(translation), queue)));
  });
}

Program::Program(std::unique_ptr<State> state) : state_(std::move(state)) {}
Program::~Program() = default;

const KernelInfo* Program::find(const std::string& kernel) const {
  const auto found = std::find_if(state_->infos.begin(), state_->infos.end(),
                                  [&](const KernelInfo& each) { return each.name == kernel; });
  return found == state_->infos.end() ? nullptr : &*found;
}

std::vector<const KernelInfo*> Program::kernels() const {
  std::vector<const KernelInfo*> all;
  for (const KernelInfo& info : state_->infos) {
    all.push_back(&info);
  }
  return all;
}

Variable* Program::variable(const std::string& name) { return state_->memory.find(name); }

std::vector<Variable*> Program::variables() {
  std::vector<Variable*> all;
  for (Variable& variable : state_->memory.variables()) {
    all.push_back(&variable);
  }
  return all;
}

void Program::prepare() {
  refusing([this] { state_->code.prepare(); });
}

void Program::launch(const KernelInfo& kernel, const Launch& launch, const MemoryMap& memory) {
  check(kernel, launch);
  prepare();
  const auto index = static_cast<size_t>(&kernel - state_->infos.data());
  run_grid({state_->translation, state_->translation.kernels.at(index),
            state_->code.function(index), state_->memory.variables(), state_->memory.addresses(),
            launch, memory});
}

}  // namespace emulator
