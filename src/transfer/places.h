// SPDX-License-Identifier: Apache-2.0
//
// Places: the places of all segments of work under way, saved to its state file now and then. Thread
// safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/mutex.h"
#include "transfer/state_file.h"
#include "transfer/work.h"

namespace magneto::internal::transfer {

class Places {
 public:
  /// Takes up what `state` says. An empty `file` saves nothing.
  Places(std::string file, WorkState state, Work& work);

  std::size_t size() const { return state_.places.size(); }
  std::string place(std::size_t index) const;
  bool done(std::size_t index) const { return place(index) == WorkState::kDone; }
  /// Errors: kInvalidArgument when the state cannot be saved.
  Result<void> set(std::size_t index, std::string place);
  Result<void> set_cleared();
  bool cleared() const;

  Result<void> save();
  /// Work that failed before it did anything leaves no file. Work that was stopped always does: it is
  /// said to go on from there.
  void forget_unless_begun(const Error& error, const TransferReport& report);
  /// The work is complete: there is nothing to go on with.
  void forget();

 private:
  Result<void> save_locked() MAGNETO_REQUIRES(mutex_);

  const std::string file_;
  Work& work_;
  mutable Mutex mutex_;
  WorkState state_;
  std::chrono::steady_clock::time_point saved_ MAGNETO_GUARDED_BY(mutex_){};
};

}  // namespace magneto::internal::transfer
