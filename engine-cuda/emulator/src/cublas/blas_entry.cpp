#include "blas_entry.h"

#include <utility>

#include "../driver/entry.h"

namespace emulator {
namespace {

HandleTable<cublasHandle_t, Blas>& handles() {
  static auto* table = new HandleTable<cublasHandle_t, Blas>(16);
  return *table;
}

std::shared_ptr<Blas> blasOf(cublasHandle_t handle) {
  std::shared_ptr<Blas> blas = handles().find(handle);
  requireBlas(blas != nullptr, "no such cuBLAS handle, or it was destroyed",
              CUBLAS_STATUS_NOT_INITIALIZED);
  return blas;
}

// The context that is current, which must be the one that the handle was created in.
std::shared_ptr<Context> contextOf(Driver& driver, const Blas& blas) {
  std::shared_ptr<Context> context = driver.contexts.find(Driver::current());
  requireBlas(context != nullptr, "no living context is current on this thread",
              CUBLAS_STATUS_NOT_INITIALIZED);
  requireBlas(context == blas.context.lock(), "the handle belongs to another context",
              CUBLAS_STATUS_NOT_INITIALIZED);
  if (context->fault) {
    throw BlasRefusal(CUBLAS_STATUS_EXECUTION_FAILED, context->fault->message);
  }
  return context;
}

// A handle that was never destroyed ends with its context.
void forgetDead(Driver& driver) {
  handles().removeIf([](const Blas& blas) { return blas.context.expired(); });
  driver.external_counters["cublas_handles"] = static_cast<int64_t>(handles().size());
}

void checkPlan(Driver& driver, const char* symbol) {
  if (int code = driver.failures.onCall(symbol)) {
    throw BlasRefusal(static_cast<cublasStatus_t>(code), "planned failure");
  }
}

}  // namespace

void BlasCall::submit(std::function<void()> run) const {
  emulator::submit(context, stream, {NodeType::kKernel, name, std::move(run), {}});
}

cublasStatus_t blasAlways(const char* symbol, const std::function<void(Driver&)>& body) {
  if (DeviceThread::isCurrent()) return CUBLAS_STATUS_INTERNAL_ERROR;
  Driver& driver = Driver::get();
  std::lock_guard<std::mutex> lock(driver.mutex);
  auto refused = [&](cublasStatus_t status, const std::string& reason) {
    driver.log.problem(withoutVersion(symbol) + " returns status " + std::to_string(status) +
                       ": " + reason);
    return status;
  };
  try {
    if (driver.log.verbose()) driver.log.detail(withoutVersion(symbol));
    checkPlan(driver, symbol);
    body(driver);
    return CUBLAS_STATUS_SUCCESS;
  } catch (const BlasRefusal& refusal) {
    return refused(refusal.status(), refusal.what());
  } catch (const Refusal& refusal) {
    // What the driver refuses (a destroyed stream, a broken capture) is cuBLAS's execution failure.
    return refused(CUBLAS_STATUS_EXECUTION_FAILED, refusal.what());
  } catch (const std::exception& unexpected) {
    return refused(CUBLAS_STATUS_INTERNAL_ERROR, unexpected.what());
  }
}

cublasStatus_t blasSetting(const char* symbol, cublasHandle_t handle,
                           const std::function<void(Driver&, Blas&)>& body) {
  return blasAlways(symbol, [&](Driver& driver) { body(driver, *blasOf(handle)); });
}

cublasStatus_t blasCall(const char* symbol, cublasHandle_t handle,
                        const std::function<void(const BlasCall&)>& body) {
  return blasSetting(symbol, handle, [&](Driver& driver, Blas& blas) {
    std::shared_ptr<Context> context = contextOf(driver, blas);
    StreamPtr stream = streamOf(driver, *context, blas.stream);
    body({driver, *context, blas, stream, withoutVersion(symbol)});
  });
}

cublasHandle_t createBlas(Driver& driver) {
  std::shared_ptr<Context> context = driver.contexts.find(Driver::current());
  requireBlas(context != nullptr, "no context is current on this thread",
              CUBLAS_STATUS_NOT_INITIALIZED);
  auto blas = std::make_shared<Blas>();
  blas->context = context;
  cublasHandle_t handle = handles().add(blas);
  forgetDead(driver);
  return handle;
}

bool destroyBlas(Driver& driver, cublasHandle_t handle) {
  bool found = handles().remove(handle) != nullptr;
  forgetDead(driver);
  return found;
}

}  // namespace emulator
