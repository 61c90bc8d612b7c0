#ifndef EMULATOR_DRIVER_GRAPH_H_
#define EMULATOR_DRIVER_GRAPH_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "../device/launch.h"
#include "cuda_types.h"

namespace emulator {

struct Stream;

// CUgraphNodeType's values.
enum class NodeType { kKernel = 0, kMemcpy = 1, kMemset = 2, kHost = 3, kGraph = 4, kEmpty = 5 };

// What one call captured. Nodes only come after nodes with smaller indices.
struct GraphNode {
  NodeType type = NodeType::kEmpty;
  std::string what;
  std::function<void()> run;  // throws DeviceFault
  std::vector<size_t> after;
};

struct Graph {
  uint64_t id = 0;
  std::vector<GraphNode> nodes;
};

// An order in which the graph's nodes may run. Forward is that of the capture; reverse always takes
// the latest node whose predecessors have run, so that work which lacks an edge goes wrong.
std::vector<size_t> runningOrder(const Graph& graph, ThreadOrder order, uint64_t seed);

// Work that was called, between cuStreamBeginCapture and cuStreamEndCapture, on the first stream or
// on one that joined it through an event.
struct Capture {
  std::shared_ptr<Graph> graph;
  Stream* origin = nullptr;
  CUstreamCaptureMode mode = CU_STREAM_CAPTURE_MODE_GLOBAL;
  std::thread::id thread;
  bool invalid = false;
  bool ended = false;
  std::set<std::shared_ptr<Stream>> streams;

  // False if some stream that joined did work that the first stream doesn't wait for.
  bool joined() const;
};

}  // namespace emulator

#endif  // EMULATOR_DRIVER_GRAPH_H_
