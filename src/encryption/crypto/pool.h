// SPDX-License-Identifier: Apache-2.0
//
// Pool: contexts of OpenSSL that are ready for one key, for whoever needs one: making one costs more
// than using it.
//
//   Pool<CbcEncryptor> pool([&] { return std::make_unique<CbcEncryptor>(key.view()); });
//   const auto cipher = pool.take();      // goes back by itself
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "base/mutex.h"

namespace magneto::internal::encryption {

/// Thread safe; what is taken is one thread's. Must outlive what is taken.
template <class T>
class Pool {
 public:
  using Make = std::function<std::unique_ptr<T>()>;

  explicit Pool(Make make) : make_(std::move(make)) {}

  struct Return {
    Pool* pool = nullptr;
    void operator()(T* taken) const {
      std::unique_ptr<T> back(taken);
      if (pool != nullptr) pool->give(std::move(back));
    }
  };
  using Lease = std::unique_ptr<T, Return>;

  /// One that is not kept.
  static Lease apart(std::unique_ptr<T> made) { return Lease(made.release(), Return{}); }

  Lease take() {
    {
      const MutexLock lock(mutex_);
      if (!idle_.empty()) {
        T* const taken = idle_.back().release();
        idle_.pop_back();
        return Lease(taken, Return{this});
      }
    }
    return Lease(make_().release(), Return{this});
  }

 private:
  static constexpr std::size_t kKept = 16;

  void give(std::unique_ptr<T> back) {
    const MutexLock lock(mutex_);
    if (idle_.size() < kKept) idle_.push_back(std::move(back));
  }

  const Make make_;
  Mutex mutex_;
  std::vector<std::unique_ptr<T>> idle_ MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::encryption
