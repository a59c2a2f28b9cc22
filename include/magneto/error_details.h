// SPDX-License-Identifier: Apache-2.0
//
// What an Error carries: read through Error, written by those that make errors (connections, fakes,
// wrappers).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "magneto/error.h"
#include "magneto/value.h"

namespace magneto {

struct CancellationReason {
  ErrorCode code = ErrorCode::kNone;
  std::string code_text = {};     ///< As the service wrote it: "ConditionalCheckFailed", "None".
  std::string message = {};       ///< Empty where nothing failed.
  std::optional<Item> item = {};  ///< As it was, if the operation asked for it.
};

struct ThrottlingReason {
  std::string reason = {};  ///< "TableReadProvisionedThroughputExceeded", "IndexWriteKeyRange...".
  std::string resource = {};  ///< The table's or index's ARN.
};

struct Error::Details {
  ErrorCode code = ErrorCode::kOther;
  std::string message = {};
  std::string service_code = {};
  int http_status = 0;
  std::string request_id = {};
  int attempts = 0;
  bool retryable = false;
  bool throttled = false;
  std::optional<Item> item = {};
  std::vector<CancellationReason> cancellation_reasons = {};
  std::vector<ThrottlingReason> throttling_reasons = {};
  std::shared_ptr<const model::ConsumedCapacity> consumed_capacity = {};
};

}  // namespace magneto
