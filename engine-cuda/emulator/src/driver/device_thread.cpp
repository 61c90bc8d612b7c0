#include "device_thread.h"

#include <thread>

namespace emulator {
namespace {

thread_local bool on_device_thread = false;

}  // namespace

bool DeviceThread::isCurrent() {
  return on_device_thread;
}

void DeviceThread::run(const std::function<void()>& work) {
  std::unique_lock<std::mutex> lock(mutex_);
  if (!started_) {
    // Never joined: at the process's exit it waits, and its owner is never destroyed.
    std::thread([this] { serve(); }).detach();
    started_ = true;
  }
  work_ = &work;
  wanted_.notify_one();
  finished_.wait(lock, [this] { return work_ == nullptr; });
}

void DeviceThread::serve() {
  on_device_thread = true;
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    wanted_.wait(lock, [this] { return work_ != nullptr; });
    const std::function<void()>* work = work_;
    lock.unlock();
    (*work)();
    lock.lock();
    work_ = nullptr;
    finished_.notify_one();
  }
}

}  // namespace emulator
