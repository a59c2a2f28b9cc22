// SPDX-License-Identifier: Apache-2.0
#include "credentials/provider.h"

#include <algorithm>

namespace magneto::internal::credentials {
namespace {

constexpr std::int64_t kFirstPauseMs = 1'000;
constexpr std::int64_t kLongestPauseMs = 60'000;

std::int64_t pause_after(int failures) {
  return std::min(kLongestPauseMs, kFirstPauseMs << std::min(failures - 1, 10));
}

}  // namespace

bool Provider::usable(std::int64_t now) const {
  return credentials_ && !rejected_ &&
         (!credentials_->expires_ms || *credentials_->expires_ms > now);
}

Provider::Need Provider::need(std::int64_t now) const {
  if (!credentials_ || rejected_) return Need::kMandatory;
  if (!credentials_->expires_ms) return Need::kNone;
  std::int64_t left = *credentials_->expires_ms - now;
  return left < kMandatoryMs  ? Need::kMandatory
         : left < kAdvisoryMs ? Need::kAdvisory
                              : Need::kNone;
}

Result<std::shared_ptr<const Credentials>> Provider::get() {
  MutexLock lock(mutex_);
  Need needed = need(clock_.now_ms());
  // Wait for the refresh of another caller; it may have done what is needed here.
  while (needed == Need::kMandatory && refreshing_) {
    refreshed_.wait(mutex_);
    needed = need(clock_.now_ms());
  }
  if (needed != Need::kNone && !refreshing_ && clock_.now_ms() >= next_attempt_ms_) refresh();
  if (usable(clock_.now_ms())) return credentials_;
  if (failure_) return Error(failure_->code, failure_->message);
  return Error(ErrorCode::kExpiredToken, "the credentials have expired");
}

void Provider::refresh() {
  refreshing_ = true;
  mutex_.unlock();
  Result<std::optional<Credentials>> loaded = source_->load();
  mutex_.lock();
  refreshing_ = false;
  take(std::move(loaded));
  refreshed_.notify_all();
}

void Provider::take(Result<std::optional<Credentials>> loaded) {
  std::int64_t now = clock_.now_ms();
  if (!loaded.ok()) {
    failure_ = {loaded.error().code(), loaded.error().message()};
  } else if (!*loaded) {
    std::string remark = source_->remark();
    failure_ = {ErrorCode::kInvalidArgument,
                "no credentials were found" + (remark.empty() ? "" : " (" + remark + ")") +
                    "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, configure a profile in "
                    "~/.aws/config, or run `aws configure`"};
  } else if ((*loaded)->expires_ms && *(*loaded)->expires_ms <= now) {
    failure_ = {ErrorCode::kExpiredToken,
                (*loaded)->source + ": the credentials it gave have expired already"};
  } else {
    credentials_ = std::make_shared<const Credentials>(std::move(**loaded));
    rejected_ = false;
    failure_.reset();
    failures_ = 0;
    next_attempt_ms_ = now;
    return;
  }
  next_attempt_ms_ = now + pause_after(++failures_);
}

std::shared_ptr<const Credentials> Provider::current() {
  MutexLock lock(mutex_);
  return usable(clock_.now_ms()) ? credentials_ : nullptr;
}

bool Provider::refresh_due() {
  MutexLock lock(mutex_);
  std::int64_t now = clock_.now_ms();
  return need(now) != Need::kNone && !refreshing_ && now >= next_attempt_ms_;
}

void Provider::reject(const Credentials& used) {
  MutexLock lock(mutex_);
  if (credentials_ && credentials_->access_key == used.access_key &&
      credentials_->session_token == used.session_token)
    rejected_ = true;
}

}  // namespace magneto::internal::credentials
