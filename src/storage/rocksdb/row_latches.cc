// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/row_latches.h"

#include <algorithm>
#include <functional>

namespace magneto::internal::storage {
namespace {

constexpr std::uint32_t kFree = 0;
constexpr std::uint32_t kHeld = 1;
constexpr std::uint32_t kHeldWithWaiters = 2;

// A holder needs a few microseconds unless it reads from the disk: about 10 us of trying.
constexpr int kTries = 300;

void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

bool try_lock(std::atomic<std::uint32_t>& latch) {
  for (int i = 0; i < kTries; ++i) {
    std::uint32_t expected = kFree;
    if (latch.load(std::memory_order_relaxed) == kFree &&
        latch.compare_exchange_weak(expected, kHeld, std::memory_order_acquire,
                                    std::memory_order_relaxed)) {
      return true;
    }
    pause();
  }
  return false;
}

}  // namespace

std::uint32_t RowLatches::stripe_of(const Key& key) {
  const std::size_t hash = std::hash<std::string_view>{}(key.bytes);
  return static_cast<std::uint32_t>(hash + static_cast<std::size_t>(key.family)) % kStripes;
}

bool RowLatches::lock(std::uint32_t stripe, Blocking blocking) {
  std::atomic<std::uint32_t>& latch = stripes_[stripe];
  if (try_lock(latch)) return true;
  if (blocking == Blocking::kNever) return false;
  while (latch.exchange(kHeldWithWaiters, std::memory_order_acquire) != kFree) {
    latch.wait(kHeldWithWaiters, std::memory_order_relaxed);
  }
  return true;
}

void RowLatches::unlock(std::uint32_t stripe) {
  std::atomic<std::uint32_t>& latch = stripes_[stripe];
  if (latch.exchange(kFree, std::memory_order_release) == kHeldWithWaiters) latch.notify_one();
}

LatchedKeys::~LatchedKeys() {
  for (std::size_t i = held_.size(); i-- > 0;) latches_.unlock(held_[i]);
}

bool LatchedKeys::lock(std::span<const Key> keys, Blocking blocking) {
  std::uint32_t* stripes = inline_;
  if (keys.size() > kInline) {
    many_.resize(keys.size());
    stripes = many_.data();
  }
  std::transform(keys.begin(), keys.end(), stripes, RowLatches::stripe_of);
  std::sort(stripes, stripes + keys.size());
  std::uint32_t* const end = std::unique(stripes, stripes + keys.size());
  for (std::uint32_t* stripe = stripes; stripe != end; ++stripe) {
    if (!latches_.lock(*stripe, blocking)) return false;  // the destructor lets go of the others
    held_ = {stripes, static_cast<std::size_t>(stripe + 1 - stripes)};
  }
  return true;
}

}  // namespace magneto::internal::storage
