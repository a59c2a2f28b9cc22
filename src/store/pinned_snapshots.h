// SPDX-License-Identifier: Apache-2.0
//
// PinnedSnapshots: for background work that a request begins, a snapshot of the request's moment.
// It is kept under the document that the work is about. What is pinned is gone after a restart.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/mutex.h"
#include "catalog/documents.h"
#include "catalog/table.h"
#include "store/snapshot.h"

namespace magneto::internal::store {

struct PinnedSnapshot {
  Snapshot snapshot;
  /// The table as the request saw it, or null: it may be deleted in the next moment.
  std::shared_ptr<const catalog::Table> table = {};
};

/// Thread safe.
class PinnedSnapshots {
 public:
  void pin(catalog::DocumentKind kind, std::string id, PinnedSnapshot pinned) {
    const MutexLock lock(mutex_);
    pinned_.insert_or_assign({kind, std::move(id)}, std::move(pinned));
  }

  /// Gives it away. Nothing when there is none.
  std::optional<PinnedSnapshot> take(catalog::DocumentKind kind, const std::string& id) {
    const MutexLock lock(mutex_);
    const auto found = pinned_.find({kind, id});
    if (found == pinned_.end()) return std::nullopt;
    std::optional<PinnedSnapshot> pinned(std::move(found->second));
    pinned_.erase(found);
    return pinned;
  }

 private:
  Mutex mutex_;
  std::map<std::pair<catalog::DocumentKind, std::string>, PinnedSnapshot> pinned_
      MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::store
