// Modules, their functions and variables. The control channel is reached here too: see control.h.

#include <fstream>
#include <iterator>

#include "capture_rules.h"
#include "control.h"
#include "entry.h"
#include "jit_options.h"
#include "ptx_image.h"
#include "scheduler.h"

using namespace emulator;

namespace {

std::shared_ptr<Module> moduleOf(Driver& driver, CUmodule handle) {
  std::shared_ptr<Module> module = driver.modules.find(handle);
  require(module != nullptr, "no such module, or it was unloaded", CUDA_ERROR_INVALID_HANDLE);
  return module;
}

CUmodule load(Driver& driver, Context& context, const void* image, JitOptions options) {
  forbidUnsafeDuringCapture(context, "loading a module");
  auto module = std::make_shared<Module>();
  module->context = &context;
  try {
    module->program = Program::load(ptxOf(image, driver.options), driver.compile_queue);
  } catch (const PtxError& problem) {
    options.writeErrorLog(problem.what());
    driver.log.problem(problem.what());
    refuse(CUDA_ERROR_INVALID_PTX, problem.what());
  } catch (const Refusal& refusal) {
    options.writeErrorLog(refusal.what());
    throw;
  }
  options.writeInfoLog("translated for the emulated device");
  for (const Variable* variable : module->program->variables()) {
    driver.memory.add(variable->address, variable->size,
                      variable->constant ? MemoryKind::kConstantVariable : MemoryKind::kVariable,
                      &context);
    module->variables.push_back(variable->address);
  }
  return driver.modules.add(module);
}

}  // namespace

extern "C" {

CUresult cuModuleLoadData(CUmodule* module, const void* image) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(module != nullptr, "null pointer for the module");
    *module = load(driver, context, image, JitOptions(0, nullptr, nullptr));
  });
}

CUresult cuModuleLoadDataEx(CUmodule* module, const void* image, unsigned count, int* options,
                            void** values) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(module != nullptr, "null pointer for the module");
    *module = load(driver, context, image, JitOptions(count, options, values));
  });
}

CUresult cuModuleLoad(CUmodule* module, const char* path) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(module != nullptr && path != nullptr, "null pointer for module or path");
    std::ifstream file(path, std::ios::binary);
    require(file.good(), "the module's file can't be read", CUDA_ERROR_FILE_NOT_FOUND);
    std::string image((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    *module = load(driver, context, image.c_str(), JitOptions(0, nullptr, nullptr));
  });
}

CUresult cuModuleUnload(CUmodule handle) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    std::shared_ptr<Module> module = moduleOf(driver, handle);
    forbidUnsafeDuringCapture(context, "unloading a module");
    runAll(context);
    checkFault(context);
    module->unloaded = true;
    for (uintptr_t variable : module->variables) driver.memory.remove(variable);
    driver.functions.removeIf(
        [&](const Function& function) { return function.module == module; });
    driver.modules.remove(handle);
  });
}

CUresult cuModuleGetFunction(CUfunction* function, CUmodule handle, const char* name) {
  return inContext(__func__, [=](Driver& driver, Context&) {
    require(function != nullptr && name != nullptr, "null pointer for function or name");
    std::shared_ptr<Module> module = moduleOf(driver, handle);
    auto known = module->functions.find(name);
    if (known != module->functions.end()) {
      *function = known->second;
      return;
    }
    const KernelInfo* kernel = module->program->find(name);
    if (kernel == nullptr) {
      refuse(CUDA_ERROR_NOT_FOUND, std::string("the module has no kernel '") + name + "'");
    }
    auto created = std::make_shared<Function>();
    created->module = module;
    created->module_handle = handle;
    created->kernel = kernel;
    *function = module->functions[name] = driver.functions.add(created);
  });
}

CUresult cuModuleGetGlobal_v2(CUdeviceptr* address, size_t* bytes, CUmodule handle,
                              const char* name) {
  if (handle == nullptr && isControlMessage(name)) return control(address, bytes, name);
  return inContext(__func__, [=](Driver& driver, Context&) {
    require(name != nullptr, "null pointer for the name");
    Variable* variable = moduleOf(driver, handle)->program->variable(name);
    if (variable == nullptr) {
      refuse(CUDA_ERROR_NOT_FOUND, std::string("the module has no variable '") + name + "'");
    }
    if (address != nullptr) *address = variable->address;
    if (bytes != nullptr) *bytes = variable->size;
  });
}

CUresult cuModuleGetLoadingMode(int* mode) {
  return always(__func__, [=](Driver&) {
    require(mode != nullptr, "null pointer for the mode");
    *mode = 2;  // CU_MODULE_LAZY_LOADING
  });
}

CUresult cuFuncGetModule(CUmodule* module, CUfunction function) {
  return inContext(__func__, [=](Driver& driver, Context&) {
    std::shared_ptr<Function> found = driver.functions.find(function);
    require(found != nullptr, "no such function", CUDA_ERROR_INVALID_HANDLE);
    require(module != nullptr, "null pointer for the module");
    *module = found->module_handle;
  });
}

}  // extern "C"
