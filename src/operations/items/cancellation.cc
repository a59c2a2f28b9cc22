// SPDX-License-Identifier: Apache-2.0
#include "operations/items/cancellation.h"

#include "json/codec.h"
#include "operations/core/messages.h"

namespace magneto::internal::operations {

void Cancellation::condition_failed(std::size_t action, std::optional<value::ItemView> item) {
  reasons_[action] = {"ConditionalCheckFailed", std::string(messages::kConditionFailed), item};
  cancelled_ = true;
}

void Cancellation::duplicate_item(std::size_t action) {
  reasons_[action] = {"DuplicateItem", std::string(messages::kDuplicateItem), std::nullopt};
  cancelled_ = true;
}

void Cancellation::conflict(std::size_t action) {
  reasons_[action] = {"TransactionConflict", std::string(messages::kTransactionConflict),
                      std::nullopt};
  cancelled_ = true;
}

void Cancellation::throttled(std::size_t action, const Error& error) {
  const bool on_demand = error.code() == ErrorCode::kThrottling;
  reasons_[action] = {on_demand ? "ThrottlingError" : "ProvisionedThroughputExceeded",
                      error.message(), std::nullopt};
  cancelled_ = true;
}

void Cancellation::validation_failed(std::size_t action, const Error& error) {
  reasons_[action] = {"ValidationError", error.message(), std::nullopt};
  cancelled_ = true;
}

Error Cancellation::error() const {
  std::string codes;
  json::JsonWriter members;
  members.key("CancellationReasons");
  members.begin_array();
  for (const Reason& reason : reasons_) {
    if (!codes.empty()) codes += ", ";
    codes += reason.code;
    model::CancellationReason described;
    described.code = reason.code;
    if (!reason.message.empty()) described.message = reason.message;
    if (reason.item) described.item = model::AttributeMap(*reason.item);
    json::encode(described, members);
  }
  members.end_array();
  return Error(ErrorCode::kTransactionCanceled, messages::transaction_cancelled(codes),
               std::string(members.text()));
}

}  // namespace magneto::internal::operations
