// SPDX-License-Identifier: Apache-2.0
//
// What an answer that is no success says. The service's bodies:
//
//   {"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
//    "message":"...", "Item":{...}}
//   {"__type":"...#TransactionCanceledException","Message":"...",
//    "CancellationReasons":[{"Code":"None"},{"Code":"...","Message":"...","Item":{...}}]}
//   {"__type":"...#ThrottlingException","message":"...",
//    "throttlingReasons":[{"reason":"...","resource":"..."}]}
//
// What is none of these (a proxy's HTML, nothing at all) becomes kBadAnswer, kProxy or
// kServiceUnavailable with the status and the beginning of the text.
#pragma once

#include <string>
#include <string_view>

#include "magneto/connection.h"
#include "magneto/error_details.h"

namespace magneto::internal::client {

/// REQUIRES: a status other than 200.
magneto::Error::Details read_error(const Answer& answer);

/// The code of an error's name, with or without namespace and "Exception"; kOther where there is
/// none.
magneto::ErrorCode code_of(std::string_view service_code);

/// "ConditionalCheckFailedException" of "com.amazonaws.dynamodb.v20120810#Conditional...".
std::string_view without_namespace(std::string_view type);

/// The beginning of what is none of the service's own, in plain characters.
std::string quoted(std::string_view foreign);

/// The request id that the answer carries.
std::string request_id_of(const Answer& answer);

}  // namespace magneto::internal::client
