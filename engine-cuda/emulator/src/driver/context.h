#ifndef EMULATOR_DRIVER_CONTEXT_H_
#define EMULATOR_DRIVER_CONTEXT_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "graph.h"
#include "stream.h"

namespace emulator {

// A kernel's or copy's failure. The context answers nothing else until it is destroyed.
struct Fault {
  int code;
  std::string message;
};

class Context {
 public:
  Context();
  ~Context();

  unsigned flags = 0;
  uint64_t id = 0;
  bool primary = false;
  std::optional<Fault> fault;
  std::map<int, size_t> limits;

  // The legacy default stream, and that which each thread calls its default stream.
  StreamPtr legacyStream() const { return legacy_; }
  StreamPtr threadStream(std::thread::id thread);

  StreamPtr createStream(unsigned flags, int priority);
  // Its work stays pending until somebody waits for it.
  void destroyStream(const StreamPtr& stream);
  // All that may still have work.
  const std::vector<StreamPtr>& streams() const { return streams_; }
  void forgetDrained();

  std::vector<std::shared_ptr<Capture>> captures;

 private:
  StreamPtr legacy_;
  std::map<std::thread::id, StreamPtr> thread_streams_;
  std::vector<StreamPtr> streams_;
  std::vector<StreamPtr> destroyed_;
};

}  // namespace emulator

#endif  // EMULATOR_DRIVER_CONTEXT_H_
