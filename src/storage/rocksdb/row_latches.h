// SPDX-License-Identifier: Apache-2.0
//
// Row latches: two writers of one key run one after the other. A key's latch is one of a fixed
// number of stripes, chosen by hash, so a latch costs 4 bytes and no memory is ever taken. (Two
// keys may share a stripe: that costs a wait, never a mistake.)
//
// A set of keys is latched in ascending order of stripes, so two sets never wait for each other in
// a circle.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "storage/engine.h"

namespace magneto::internal::storage {

/// Thread safe.
class RowLatches {
 public:
  static constexpr std::uint32_t kStripes = 1 << 14;

  RowLatches() : stripes_(std::make_unique<std::atomic<std::uint32_t>[]>(kStripes)) {}

  static std::uint32_t stripe_of(const Key& key);

  /// Waits only when told it may; otherwise tries for some microseconds. False: not latched.
  bool lock(std::uint32_t stripe, Blocking blocking);
  void unlock(std::uint32_t stripe);

 private:
  std::unique_ptr<std::atomic<std::uint32_t>[]> stripes_;
};

/// The latches of the keys of one write, held until the end of the scope.
class LatchedKeys {
 public:
  explicit LatchedKeys(RowLatches& latches) : latches_(latches) {}
  ~LatchedKeys();
  LatchedKeys(const LatchedKeys&) = delete;
  LatchedKeys& operator=(const LatchedKeys&) = delete;

  /// All of them or none. To be called once.
  bool lock(std::span<const Key> keys, Blocking blocking);

 private:
  static constexpr std::size_t kInline = 8;

  RowLatches& latches_;
  std::uint32_t inline_[kInline];
  std::vector<std::uint32_t> many_;
  std::span<const std::uint32_t> held_;
};

}  // namespace magneto::internal::storage
