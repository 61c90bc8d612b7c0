#ifndef EMULATOR_DRIVER_DEVICE_THREAD_H_
#define EMULATOR_DRIVER_DEVICE_THREAD_H_

#include <condition_variable>
#include <functional>
#include <mutex>

namespace emulator {

// The one thread that device work runs on. Not the caller's: kernels switch stacks, which a JVM
// thread with its guard pages and small stack had better not do, and host callbacks must see that
// they aren't on a thread that may call CUDA.
class DeviceThread {
 public:
  // Runs the work there and waits for its end. The work may not throw.
  void run(const std::function<void()>& work);

  // True on the device thread, where host callbacks run.
  static bool isCurrent();

 private:
  void serve();

  std::mutex mutex_;
  std::condition_variable wanted_;
  std::condition_variable finished_;
  const std::function<void()>* work_ = nullptr;
  bool started_ = false;
};

}  // namespace emulator

#endif  // EMULATOR_DRIVER_DEVICE_THREAD_H_
