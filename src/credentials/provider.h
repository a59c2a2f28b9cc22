// SPDX-License-Identifier: Apache-2.0
//
// Provider: credentials that are kept and refreshed ahead of their end.
//
// From 15 minutes before the end, one caller refreshes while the others go on with what there is.
// From 10 minutes before it, all wait for the refresh. These are botocore's windows. A refresh that
// fails is tried again after 1 s, then 2 s, at most 60 s; until the end, the old credentials are
// used. Before the first success, callers get the failure of the latest attempt meanwhile.
#pragma once

#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/result.h"
#include "credentials/source.h"

namespace magneto::internal::credentials {

/// Thread safe. `clock` must outlive it.
class Provider {
 public:
  static constexpr std::int64_t kAdvisoryMs = 15 * 60 * 1000;
  static constexpr std::int64_t kMandatoryMs = 10 * 60 * 1000;

  explicit Provider(std::unique_ptr<Source> source, const Clock& clock = system_clock())
      : source_(std::move(source)), clock_(clock) {}

  /// Valid credentials, after loading them where that is due: then it blocks. The error says what
  /// to do.
  Result<std::shared_ptr<const Credentials>> get();

  /// For callers that must not block: credentials that have not expired, null when `get` is needed.
  std::shared_ptr<const Credentials> current();
  /// Whether some thread should call `get` soon.
  bool refresh_due();

  /// The service says that `used` has expired: load anew, whatever the clock says. Nothing happens
  /// when other credentials have come since.
  void reject(const Credentials& used);

 private:
  struct Failure {
    ErrorCode code;
    std::string message;
  };
  enum class Need : std::uint8_t { kNone, kAdvisory, kMandatory };

  Need need(std::int64_t now) const MAGNETO_REQUIRES(mutex_);
  bool usable(std::int64_t now) const MAGNETO_REQUIRES(mutex_);
  void refresh() MAGNETO_REQUIRES(mutex_);
  void take(Result<std::optional<Credentials>> loaded) MAGNETO_REQUIRES(mutex_);

  const std::unique_ptr<Source> source_;  ///< Used by the one thread that set refreshing_.
  const Clock& clock_;
  Mutex mutex_;
  ConditionVariable refreshed_;
  bool refreshing_ MAGNETO_GUARDED_BY(mutex_) = false;
  bool rejected_ MAGNETO_GUARDED_BY(mutex_) = false;
  std::shared_ptr<const Credentials> credentials_ MAGNETO_GUARDED_BY(mutex_);
  std::optional<Failure> failure_ MAGNETO_GUARDED_BY(mutex_);  ///< Of the latest attempt.
  int failures_ MAGNETO_GUARDED_BY(mutex_) = 0;                ///< One after the other.
  std::int64_t next_attempt_ms_ MAGNETO_GUARDED_BY(mutex_) = 0;
};

}  // namespace magneto::internal::credentials
