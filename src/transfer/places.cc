// SPDX-License-Identifier: Apache-2.0
#include "transfer/places.h"

#include "transfer/local_file.h"

namespace magneto::internal::transfer {

Places::Places(std::string file, WorkState state, Work& work)
    : file_(std::move(file)), work_(work), state_(std::move(state)) {
  work_.count([&](TransferProgress& counts) {
    counts.read = state_.counts.read;
    counts.written = state_.counts.written;
    counts.skipped = state_.counts.skipped;
    counts.deleted = state_.counts.deleted;
  });
}

std::string Places::place(std::size_t index) const {
  const MutexLock lock(mutex_);
  return state_.places[index];
}

Result<void> Places::set(std::size_t index, std::string place) {
  constexpr std::chrono::milliseconds kBetweenSaves{200};
  const MutexLock lock(mutex_);
  state_.places[index] = std::move(place);
  const auto now = std::chrono::steady_clock::now();
  if (file_.empty() || now - saved_ < kBetweenSaves) return {};
  saved_ = now;
  return save_locked();
}

Result<void> Places::set_cleared() {
  const MutexLock lock(mutex_);
  state_.cleared = true;
  return save_locked();
}

bool Places::cleared() const {
  const MutexLock lock(mutex_);
  return state_.cleared;
}

Result<void> Places::save() {
  const MutexLock lock(mutex_);
  return save_locked();
}

Result<void> Places::save_locked() {
  if (file_.empty()) return {};
  state_.counts = work_.counts();
  return save_state(file_, state_);
}

void Places::forget_unless_begun(const Error& error, const TransferReport& report) {
  if (report.resumed || error.code() == ErrorCode::kCancelled) return;
  const TransferProgress& counts = report.counts;
  if (counts.written + counts.deleted + counts.skipped == 0) forget();
}

void Places::forget() {
  if (!file_.empty()) remove_file(file_);
}

}  // namespace magneto::internal::transfer
