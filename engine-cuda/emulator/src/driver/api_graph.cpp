// Stream capture, and the graphs that it makes. Graphs can't be built node by node here.

#include <algorithm>

#include "capture_rules.h"
#include "entry.h"
#include "scheduler.h"

using namespace emulator;

namespace {

// Nodes are named by graph and index, at addresses that no table of handles uses.
constexpr uintptr_t kNodes = uintptr_t{0x0E80} << 48;
constexpr unsigned kIndexBits = 20;

std::shared_ptr<Graph> graphOf(Driver& driver, CUgraph handle) {
  std::shared_ptr<Graph> graph = driver.graphs.find(handle);
  require(graph != nullptr, "no such graph, or it was destroyed", CUDA_ERROR_INVALID_HANDLE);
  return graph;
}

uint64_t nextGraphId() {
  static uint64_t last = 0;
  return ++last;
}

CUgraphNode nodeHandle(const Graph& graph, size_t index) {
  return reinterpret_cast<CUgraphNode>(kNodes | graph.id << kIndexBits | index);
}

// The size in, the number written out; with null only the number out.
void give(const std::vector<CUgraphNode>& nodes, CUgraphNode* target, size_t* count) {
  require(count != nullptr, "null pointer for the number of nodes");
  if (target != nullptr) {
    size_t given = std::min(*count, nodes.size());
    std::copy_n(nodes.begin(), given, target);
    std::fill(target + given, target + *count, nullptr);
    *count = given;
  } else {
    *count = nodes.size();
  }
}

void runGraph(Driver& driver, const Graph& graph) {
  uint64_t seed = driver.options.seed + driver.graph_launches;
  for (size_t node : runningOrder(graph, driver.options.order, seed)) {
    if (driver.log.verbose()) driver.log.detail("runs " + graph.nodes[node].what + " of a graph");
    graph.nodes[node].run();
  }
}

}  // namespace

extern "C" {

CUresult cuStreamBeginCapture_v2(CUstream handle, int mode) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(mode >= 0 && mode <= 2, "no such capture mode");
    beginCapture(context, streamOf(driver, context, handle),
                 static_cast<CUstreamCaptureMode>(mode));
  });
}

CUresult cuStreamEndCapture(CUstream handle, CUgraph* result) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(result != nullptr, "null pointer for the graph");
    *result = nullptr;
    std::shared_ptr<Graph> graph = endCapture(context, streamOf(driver, context, handle));
    graph->id = nextGraphId();
    *result = driver.graphs.add(graph);
  });
}

CUresult cuStreamIsCapturing(CUstream handle, int* status) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(status != nullptr, "null pointer for the status");
    StreamPtr stream = streamOf(driver, context, handle);
    if (stream->legacy) forbidLegacyStreamDuringCapture(context);
    *status = stream->capture == nullptr ? CU_STREAM_CAPTURE_STATUS_NONE
              : stream->capture->invalid ? CU_STREAM_CAPTURE_STATUS_INVALIDATED
                                         : CU_STREAM_CAPTURE_STATUS_ACTIVE;
  });
}

CUresult cuThreadExchangeStreamCaptureMode(int* mode) {
  return initialised(__func__, [=](Driver&) {
    require(mode != nullptr && *mode >= 0 && *mode <= 2, "no such capture mode");
    int before = threadCaptureMode();
    threadCaptureMode() = static_cast<CUstreamCaptureMode>(*mode);
    *mode = before;
  });
}

CUresult cuGraphInstantiateWithFlags(CUgraphExec* executable, CUgraph handle,
                                     unsigned long long flags) {
  return inContext(__func__, [=](Driver& driver, Context&) {
    require(executable != nullptr, "null pointer for the executable graph");
    require(flags == 0, "flags of executable graphs aren't emulated", CUDA_ERROR_NOT_SUPPORTED);
    // A copy: the graph may be destroyed, the executable lives on.
    *executable =
        driver.graph_executables.add(std::make_shared<const Graph>(*graphOf(driver, handle)));
  });
}

CUresult cuGraphUpload(CUgraphExec handle, CUstream stream) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    require(driver.graph_executables.find(handle) != nullptr, "no such executable graph",
            CUDA_ERROR_INVALID_HANDLE);
    streamOf(driver, context, stream);
  });
}

CUresult cuGraphLaunch(CUgraphExec handle, CUstream stream_handle) {
  return inContext(__func__, [=](Driver& driver, Context& context) {
    std::shared_ptr<const Graph> graph = driver.graph_executables.find(handle);
    require(graph != nullptr, "no such executable graph, or it was destroyed",
            CUDA_ERROR_INVALID_HANDLE);
    submit(context, streamOf(driver, context, stream_handle),
           {NodeType::kGraph, "graph of " + std::to_string(graph->nodes.size()) + " nodes",
            [&driver, graph] {
              ++driver.graph_launches;
              runGraph(driver, *graph);
            },
            {}});
  });
}

CUresult cuGraphExecDestroy(CUgraphExec handle) {
  return initialised(__func__, [=](Driver& driver) {
    require(driver.graph_executables.remove(handle) != nullptr,
            "no such executable graph, or it was destroyed", CUDA_ERROR_INVALID_HANDLE);
  });
}

CUresult cuGraphDestroy(CUgraph handle) {
  return initialised(__func__, [=](Driver& driver) {
    require(driver.graphs.remove(handle) != nullptr, "no such graph, or it was destroyed",
            CUDA_ERROR_INVALID_HANDLE);
  });
}

CUresult cuGraphGetNodes(CUgraph handle, CUgraphNode* nodes, size_t* count) {
  return initialised(__func__, [=](Driver& driver) {
    std::shared_ptr<Graph> graph = graphOf(driver, handle);
    std::vector<CUgraphNode> all;
    for (size_t at = 0; at < graph->nodes.size(); ++at) all.push_back(nodeHandle(*graph, at));
    give(all, nodes, count);
  });
}

CUresult cuGraphGetRootNodes(CUgraph handle, CUgraphNode* nodes, size_t* count) {
  return initialised(__func__, [=](Driver& driver) {
    std::shared_ptr<Graph> graph = graphOf(driver, handle);
    std::vector<CUgraphNode> roots;
    for (size_t at = 0; at < graph->nodes.size(); ++at) {
      if (graph->nodes[at].after.empty()) roots.push_back(nodeHandle(*graph, at));
    }
    give(roots, nodes, count);
  });
}

CUresult cuGraphNodeGetType(CUgraphNode node, int* type) {
  return initialised(__func__, [=](Driver& driver) {
    require(type != nullptr, "null pointer for the type");
    uintptr_t number = reinterpret_cast<uintptr_t>(node);
    uint64_t id = (number & ~kNodes) >> kIndexBits;
    size_t index = number & ((uintptr_t{1} << kIndexBits) - 1);
    std::shared_ptr<Graph> graph =
        driver.graphs.findIf([=](const Graph& candidate) { return candidate.id == id; });
    bool found = (number & kNodes) == kNodes && graph != nullptr && index < graph->nodes.size();
    require(found, "no such node, or its graph was destroyed", CUDA_ERROR_INVALID_HANDLE);
    *type = static_cast<int>(graph->nodes[index].type);
  });
}

}  // extern "C"
