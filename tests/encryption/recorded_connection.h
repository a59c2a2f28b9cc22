// SPDX-License-Identifier: Apache-2.0
//
// RecordedConnection: keeps what goes through another connection. Thread safe.
#pragma once

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "magneto/connection.h"

namespace magneto {

class RecordedConnection final : public Connection {
 public:
  explicit RecordedConnection(std::shared_ptr<Connection> inner) : inner_(std::move(inner)) {}

  Result<Answer> exchange(const Request& request) override {
    {
      const std::lock_guard lock(mutex_);
      requests_.emplace_back(request.operation(), request.body);
    }
    return inner_->exchange(request);
  }

  /// In how many requests `text` stands.
  std::ptrdiff_t count_with(std::string_view text) const {
    const std::lock_guard lock(mutex_);
    return std::count_if(requests_.begin(), requests_.end(), [text](const auto& request) {
      return request.second.find(text) != std::string::npos;
    });
  }
  std::ptrdiff_t count(std::string_view operation) const {
    const std::lock_guard lock(mutex_);
    return std::count_if(requests_.begin(), requests_.end(),
                         [operation](const auto& one) { return one.first == operation; });
  }

 private:
  const std::shared_ptr<Connection> inner_;
  mutable std::mutex mutex_;
  std::vector<std::pair<std::string, std::string>> requests_;  // operation and body
};

}  // namespace magneto
