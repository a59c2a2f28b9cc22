// SPDX-License-Identifier: Apache-2.0
//
// HeldViews: views that a request makes of its moment, for the background work that it begins. They
// are gone after a restart. Thread safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "storage/engine.h"

namespace magneto::internal::store {

class HeldViews {
 public:
  void hold(std::string name, std::unique_ptr<storage::View> view) {
    const std::lock_guard lock(mutex_);
    views_[std::move(name)] = std::move(view);
  }

  /// Gives it away. Null when there is none.
  std::unique_ptr<storage::View> take(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto found = views_.find(name);
    if (found == views_.end()) return nullptr;
    std::unique_ptr<storage::View> view = std::move(found->second);
    views_.erase(found);
    return view;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<storage::View>, std::less<>> views_;  // Guarded by mutex_.
};

}  // namespace magneto::internal::store
