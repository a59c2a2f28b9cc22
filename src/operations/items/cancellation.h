// SPDX-License-Identifier: Apache-2.0
//
// Cancellation: why a transaction is called off, action by action.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "value/encoded_item.h"

namespace magneto::internal::operations {

class Cancellation {
 public:
  /// All actions start with the reason None.
  explicit Cancellation(std::size_t action_count) : reasons_(action_count) {}

  /// `item` must live until error().
  void condition_failed(std::size_t action, std::optional<value::ItemView> item);
  /// An INSERT found the item.
  void duplicate_item(std::size_t action);
  /// Another request has the item.
  void conflict(std::size_t action);
  /// A table's throughput is used up. The text of `error` becomes the reason's message.
  void throttled(std::size_t action, const Error& error);
  /// The text of `error` becomes the reason's message.
  void validation_failed(std::size_t action, const Error& error);

  bool cancelled() const { return cancelled_; }
  /// The TransactionCanceledException with all reasons.
  Error error() const;

 private:
  struct Reason {
    std::string_view code = "None";
    std::string message;
    std::optional<value::ItemView> item;
  };

  std::vector<Reason> reasons_;
  bool cancelled_ = false;
};

}  // namespace magneto::internal::operations
