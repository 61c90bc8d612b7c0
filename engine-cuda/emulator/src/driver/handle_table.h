#ifndef EMULATOR_DRIVER_HANDLE_TABLE_H_
#define EMULATOR_DRIVER_HANDLE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>

namespace emulator {

// Opaque handles to objects. A handle is a number that is never given twice and is no address, so
// that a destroyed handle, or one of another kind, is always found out.
template <typename Handle, typename Object>
class HandleTable {
 public:
  // Kinds must differ between tables.
  explicit HandleTable(uint8_t kind) : next_(kFirst | uintptr_t{kind} << 40) {}

  Handle add(std::shared_ptr<Object> object) {
    next_ += kStep;
    objects_.emplace(next_, std::move(object));
    return reinterpret_cast<Handle>(next_);
  }

  // Null where there is no such handle, or no longer.
  std::shared_ptr<Object> find(const void* handle) const {
    auto found = objects_.find(reinterpret_cast<uintptr_t>(handle));
    return found == objects_.end() ? nullptr : found->second;
  }

  std::shared_ptr<Object> remove(const void* handle) {
    auto found = objects_.find(reinterpret_cast<uintptr_t>(handle));
    if (found == objects_.end()) return nullptr;
    std::shared_ptr<Object> object = std::move(found->second);
    objects_.erase(found);
    return object;
  }

  template <typename Predicate>
  void removeIf(Predicate predicate) {
    for (auto at = objects_.begin(); at != objects_.end();) {
      at = predicate(*at->second) ? objects_.erase(at) : std::next(at);
    }
  }

  template <typename Predicate>
  std::shared_ptr<Object> findIf(Predicate predicate) const {
    for (const auto& entry : objects_) {
      if (predicate(*entry.second)) return entry.second;
    }
    return nullptr;
  }

  template <typename Visit>
  void forEach(Visit visit) const {
    for (const auto& entry : objects_) visit(*entry.second);
  }

  size_t size() const { return objects_.size(); }

 private:
  // Not a canonical address: whoever follows a handle as a pointer ends at once.
  static constexpr uintptr_t kFirst = uintptr_t{0x0E00} << 48;
  static constexpr uintptr_t kStep = 16;

  uintptr_t next_;
  std::map<uintptr_t, std::shared_ptr<Object>> objects_;
};

}  // namespace emulator

#endif  // EMULATOR_DRIVER_HANDLE_TABLE_H_
