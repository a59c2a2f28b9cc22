// SPDX-License-Identifier: Apache-2.0
#include "operations/cancellation.h"

#include "operations/texts.h"
#include "wire/codec.h"

namespace magneto::operations {

void Cancellation::condition_failed(std::size_t action, std::optional<value::ItemView> item) {
  reasons_[action] = {"ConditionalCheckFailed", std::string(texts::kConditionFailed), item};
  cancelled_ = true;
}

void Cancellation::duplicate_item(std::size_t action) {
  reasons_[action] = {"DuplicateItem", std::string(texts::kDuplicateItem), std::nullopt};
  cancelled_ = true;
}

void Cancellation::validation_failed(std::size_t action, const Error& error) {
  reasons_[action] = {"ValidationError", error.message(), std::nullopt};
  cancelled_ = true;
}

Error Cancellation::error() const {
  std::string codes;
  wire::JsonWriter members;
  members.key("CancellationReasons");
  members.begin_array();
  for (const Reason& reason : reasons_) {
    if (!codes.empty()) codes += ", ";
    codes += reason.code;
    wire::CancellationReason described;
    described.code = reason.code;
    if (!reason.message.empty()) described.message = reason.message;
    if (reason.item) described.item = wire::AttributeMap(*reason.item);
    wire::encode(described, members);
  }
  members.end_array();
  return Error(ErrorCode::kTransactionCanceled, texts::transaction_cancelled(codes),
               std::string(members.text()));
}

}  // namespace magneto::operations
