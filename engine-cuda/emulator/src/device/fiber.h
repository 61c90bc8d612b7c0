#ifndef EMULATOR_DEVICE_FIBER_H_
#define EMULATOR_DEVICE_FIBER_H_

#include <cstddef>

#if !defined(__x86_64__) || defined(EMULATOR_PORTABLE_FIBERS)
#include <ucontext.h>
#endif

namespace emulator {

// Memory for one fiber's calls, with a page below it that no one may touch.
class FiberStack {
 public:
  FiberStack();
  ~FiberStack();
  FiberStack(FiberStack&& other) noexcept;
  FiberStack& operator=(FiberStack&& other) noexcept;
  FiberStack(const FiberStack&) = delete;
  FiberStack& operator=(const FiberStack&) = delete;

  char* bottom() const { return bottom_; }
  // Differs a little from stack to stack: tops at equal distances would share few cache sets.
  size_t bytes() const;

 private:
  char* bottom_;
};

#if defined(__x86_64__) && !defined(EMULATOR_PORTABLE_FIBERS)
// Saves what the System V calling convention says a call preserves, and restores the other side's.
extern "C" void emulator_change_fiber(void** save, void* load);
#endif

// A flow of control that others switch to and from, on one host thread. A fiber that has not been
// started stands for the flow that first switches away from it.
class Fiber {
 public:
  using Entry = void (*)(void*);

  // Makes the next switch to this fiber call entry(argument) on the stack. entry never returns.
  void start(const FiberStack& stack, Entry entry, void* argument);
  // Leaves `from`, to be continued later, and continues `to`.
  // Inline, as what it is called from should be: after a change, no return goes where the processor
  // predicts, which costs more than all else.
  static void change(Fiber& from, Fiber& to) {
#if defined(__x86_64__) && !defined(EMULATOR_PORTABLE_FIBERS)
    emulator_change_fiber(&from.stack_pointer_, to.stack_pointer_);
#else
    swapcontext(&from.context_, &to.context_);
#endif
  }

 private:
#if defined(__x86_64__) && !defined(EMULATOR_PORTABLE_FIBERS)
  void* stack_pointer_ = nullptr;
#else
  ucontext_t context_;
#endif
};

}  // namespace emulator

#endif  // EMULATOR_DEVICE_FIBER_H_
