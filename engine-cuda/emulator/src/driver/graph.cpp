#include "graph.h"

#include <random>

#include "stream.h"

namespace emulator {

std::vector<size_t> runningOrder(const Graph& graph, ThreadOrder order, uint64_t seed) {
  size_t count = graph.nodes.size();
  std::vector<size_t> missing(count);
  std::vector<std::vector<size_t>> followers(count);
  std::set<size_t> ready;
  for (size_t node = 0; node < count; ++node) {
    missing[node] = graph.nodes[node].after.size();
    if (missing[node] == 0) ready.insert(node);
    for (size_t before : graph.nodes[node].after) followers[before].push_back(node);
  }
  std::mt19937_64 random(seed);
  std::vector<size_t> result;
  while (!ready.empty()) {
    auto next = ready.begin();
    if (order == ThreadOrder::kReverse) next = std::prev(ready.end());
    if (order == ThreadOrder::kRandom) std::advance(next, random() % ready.size());
    size_t node = *next;
    ready.erase(next);
    result.push_back(node);
    for (size_t follower : followers[node]) {
      if (--missing[follower] == 0) ready.insert(follower);
    }
  }
  return result;
}

bool Capture::joined() const {
  std::vector<bool> reached(graph->nodes.size());
  std::vector<size_t> open = origin->frontier;
  while (!open.empty()) {
    size_t node = open.back();
    open.pop_back();
    if (reached[node]) continue;
    reached[node] = true;
    open.insert(open.end(), graph->nodes[node].after.begin(), graph->nodes[node].after.end());
  }
  for (const auto& stream : streams) {
    for (size_t node : stream->frontier) {
      if (!reached[node]) return false;
    }
  }
  return true;
}

}  // namespace emulator
