// SPDX-License-Identifier: Apache-2.0
//
// NameHashes: the SHA-256 of names of attributes, which come again with each item, and the contexts
// that compute hashes.
#pragma once

#include <array>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "encryption/crypto/digest.h"
#include "encryption/crypto/pool.h"

namespace magneto::internal::encryption {

/// Thread safe.
class NameHashes {
 public:
  /// Holds the others up: to be kept for the names of one item.
  class Access {
   public:
    explicit Access(NameHashes& hashes) : hashes_(hashes), lock_(hashes.mutex_) {}
    /// Puts the 32 bytes; `hash` computes those that are new.
    void put(std::string_view name, Sha256& hash, char* to) {
      const auto found = hashes_.known_.find(name);
      if (found != hashes_.known_.end()) {
        std::memcpy(to, found->second.data(), Sha256::kSize);
        return;
      }
      hash.put(name, to);
      if (hashes_.known_.size() >= kMost) return;
      std::memcpy(hashes_.known_[std::string(name)].data(), to, Sha256::kSize);
    }

   private:
    NameHashes& hashes_;
    const std::lock_guard<std::mutex> lock_;
  };

  /// For one item.
  Pool<Sha256>::Lease hash() { return contexts_.take(); }

 private:
  /// Who has more names than this makes them up.
  static constexpr std::size_t kMost = 1000;

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  Pool<Sha256> contexts_{[] { return std::make_unique<Sha256>(); }};
  std::mutex mutex_;
  std::unordered_map<std::string, std::array<char, Sha256::kSize>, Hash, std::equal_to<>> known_;
};

}  // namespace magneto::internal::encryption
