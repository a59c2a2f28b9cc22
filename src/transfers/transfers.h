// SPDX-License-Identifier: Apache-2.0
//
// Transfers: the work of imports, exports and bulk operations, as a lane for jobs::Runner. Its
// threads look at the catalog's documents and work on those that are not done, each document under
// the lease of one thread. Stopped, or killed, they go on when they are started again.
//
//   transfers::Transfers transfers(services, objects.get(), {});
//   jobs::Runner runner(catalog, store, {}, {transfers.lane()});   // ends before `transfers`
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "base/mutex.h"
#include "base/result.h"
#include "jobs/runner.h"
#include "objects/object_store.h"
#include "operations/core/context.h"
#include "transfers/transfer_state.h"

namespace magneto::internal::transfers {

/// Thread safe.
class Transfers {
 public:
  struct Options {
    int threads = 4;  ///< Transfers that are worked on at the same time.
    /// Where buckets are, for the message that one does not exist: "buckets are folders of /s3".
    std::string buckets = {};
    /// Told what the service would write to CloudWatch Logs. May be empty.
    std::function<void(const std::string& line)> on_log = {};
  };

  /// The services must outlive it; `objects` may be null.
  Transfers(operations::Services& services, objects::ObjectStore* objects, Options options)
      : services_(services), objects_(objects), options_(std::move(options)) {}
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;

  /// Borrows this. Work ends within one chunk of items when it is stopped.
  jobs::Lane lane();

 private:
  struct Task {
    catalog::DocumentKind kind = catalog::DocumentKind::kImport;
    std::string id;
    friend auto operator<=>(const Task&, const Task&) = default;
  };

  Result<void> work_on_all(const jobs::JobContext& work);
  Result<void> work_on(const Task& task, const jobs::JobContext& work);
  bool lease(Task& task);
  void release(const Task& task);
  Result<void> forget_old_when_due();

  operations::Services& services_;
  objects::ObjectStore* const objects_;
  const Options options_;
  TransferStates states_;

  Mutex mutex_;
  std::set<Task> leased_ MAGNETO_GUARDED_BY(mutex_);
  std::int64_t forget_at_ms_ MAGNETO_GUARDED_BY(mutex_) = 0;
};

}  // namespace magneto::internal::transfers
