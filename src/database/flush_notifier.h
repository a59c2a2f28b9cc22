// SPDX-License-Identifier: Apache-2.0
//
// FlushNotifier: tells everybody who waits for the disk that the engine has flushed. An engine keeps
// its listeners for life; those of a FlushNotifier come and go.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "storage/engine.h"

namespace magneto::internal::database {

/// Thread safe. Shared with the engine's listener, which lives as long as the engine.
class FlushNotifier {
 public:
  class Listener {
   public:
    /// On the flush thread, after each flush, also a failed one. Short, and does not block.
    virtual void flushed() = 0;

   protected:
    ~Listener() = default;
  };

  /// REQUIRES: nothing has been written yet.
  static std::shared_ptr<FlushNotifier> listen(storage::Engine& engine);

  void add(Listener& listener);
  /// The listener is not called any more once this returns.
  void remove(Listener& listener);

  /// The text of the error that ended writing, until it goes on.
  std::optional<std::string> failure() const;

 private:
  void flushed(const Result<void>& result);

  mutable Mutex mutex_;
  std::vector<Listener*> listeners_ MAGNETO_GUARDED_BY(mutex_);
  std::optional<std::string> failure_ MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::database
