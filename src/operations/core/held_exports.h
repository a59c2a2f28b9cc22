// SPDX-License-Identifier: Apache-2.0
//
// HeldExports: for each export that was asked for and has not begun, the table as the request saw
// it and a view of that moment. So the export shows what was there, even of a table that is deleted
// in the next moment. They are gone after a restart. Thread safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "catalog/table.h"
#include "storage/engine.h"

namespace magneto::internal::operations {

struct HeldExport {
  std::unique_ptr<storage::View> view;  ///< Null: nothing is held.
  std::shared_ptr<const catalog::Table> table;
};

class HeldExports {
 public:
  void hold(std::string id, HeldExport held) {
    const std::lock_guard lock(mutex_);
    exports_[std::move(id)] = std::move(held);
  }

  /// Gives it away.
  HeldExport take(std::string_view id) {
    const std::lock_guard lock(mutex_);
    const auto found = exports_.find(id);
    if (found == exports_.end()) return {};
    HeldExport held = std::move(found->second);
    exports_.erase(found);
    return held;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, HeldExport, std::less<>> exports_;  // Guarded by mutex_.
};

}  // namespace magneto::internal::operations
