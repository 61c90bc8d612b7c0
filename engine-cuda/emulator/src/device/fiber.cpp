#include "fiber.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <new>
#include <utility>

namespace emulator {
namespace {

// Pages are taken from the system when they are first touched, so plenty costs nothing.
constexpr size_t kStackBytes = 512 << 10;

size_t page_bytes() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }

}  // namespace

FiberStack::FiberStack() : bottom_(nullptr) {
  void* memory = mmap(nullptr, kStackBytes + page_bytes(), PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    throw std::bad_alloc();
  }
  mprotect(memory, page_bytes(), PROT_NONE);
  bottom_ = static_cast<char*>(memory) + page_bytes();
}

FiberStack::~FiberStack() {
  if (bottom_ != nullptr) {
    munmap(bottom_ - page_bytes(), kStackBytes + page_bytes());
  }
}

FiberStack::FiberStack(FiberStack&& other) noexcept
    : bottom_(std::exchange(other.bottom_, nullptr)) {}

FiberStack& FiberStack::operator=(FiberStack&& other) noexcept {
  std::swap(bottom_, other.bottom_);
  return *this;
}

size_t FiberStack::bytes() const {
  const auto page = reinterpret_cast<uintptr_t>(bottom_) / page_bytes();
  return kStackBytes - page % 64 * 64;
}

#if defined(__x86_64__) && !defined(EMULATOR_PORTABLE_FIBERS)

extern "C" void emulator_start_fiber();
asm(R"(
.pushsection .text
.hidden emulator_change_fiber
.globl emulator_change_fiber
.type emulator_change_fiber, @function
emulator_change_fiber:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size emulator_change_fiber, . - emulator_change_fiber

.hidden emulator_start_fiber
.globl emulator_start_fiber
.type emulator_start_fiber, @function
emulator_start_fiber:
  movq %r12, %rdi
  callq *%rbx
  ud2
.size emulator_start_fiber, . - emulator_start_fiber
.popsection
)");

void Fiber::start(const FiberStack& stack, Entry entry, void* argument) {
  // What emulator_change_fiber pops, in its order, then emulator_start_fiber as return address; the
  // stack is then aligned to 16 bytes, as a call expects.
  auto* top = reinterpret_cast<void**>(stack.bottom() + stack.bytes()) - 8;
  void** frame = top;
  *--frame = reinterpret_cast<void*>(&emulator_start_fiber);
  *--frame = nullptr;                         // rbp
  *--frame = reinterpret_cast<void*>(entry);  // rbx
  *--frame = argument;                        // r12
  *--frame = nullptr;                         // r13
  *--frame = nullptr;                         // r14
  *--frame = nullptr;                         // r15
  stack_pointer_ = frame;
}

#else

namespace {

// makecontext passes ints alone.
void start_context(unsigned entry_high, unsigned entry_low, unsigned high, unsigned low) {
  const auto join = [](unsigned upper, unsigned lower) {
    return static_cast<uintptr_t>(upper) << 32 | lower;
  };
  reinterpret_cast<Fiber::Entry>(join(entry_high, entry_low))(
      reinterpret_cast<void*>(join(high, low)));
}

}  // namespace

void Fiber::start(const FiberStack& stack, Entry entry, void* argument) {
  getcontext(&context_);
  context_.uc_stack.ss_sp = stack.bottom();
  context_.uc_stack.ss_size = stack.bytes();
  context_.uc_link = nullptr;
  const auto function = reinterpret_cast<uintptr_t>(entry);
  const auto value = reinterpret_cast<uintptr_t>(argument);
  makecontext(&context_, reinterpret_cast<void (*)()>(start_context), 4,
              static_cast<unsigned>(function >> 32), static_cast<unsigned>(function),
              static_cast<unsigned>(value >> 32), static_cast<unsigned>(value));
}

#endif

}  // namespace emulator
