// SPDX-License-Identifier: Apache-2.0
//
// Secret: the bytes of a key, wiped when they go.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <openssl/crypto.h>

#include "base/wipe.h"

namespace magneto::internal::encryption {

/// Movable; a move leaves no copy behind.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::size_t size) : bytes_(std::make_unique<char[]>(size)), size_(size) {}
  explicit Secret(std::string_view bytes) : Secret(bytes.size()) {
    if (!bytes.empty()) std::memcpy(bytes_.get(), bytes.data(), bytes.size());
  }
  Secret(Secret&& other) noexcept
      : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}
  Secret& operator=(Secret&& other) noexcept {
    wipe();
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }
  ~Secret() { wipe(); }

  std::string_view view() const { return {bytes_.get(), size_}; }
  const unsigned char* data() const { return reinterpret_cast<const unsigned char*>(bytes_.get()); }
  unsigned char* data() { return reinterpret_cast<unsigned char*>(bytes_.get()); }
  std::size_t size() const { return size_; }

 private:
  void wipe() {
    if (bytes_) OPENSSL_cleanse(bytes_.get(), size_);
  }

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

using internal::wipe;

}  // namespace magneto::internal::encryption
