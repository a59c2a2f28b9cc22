// SPDX-License-Identifier: Apache-2.0
//
// What is said of calls that cannot be made with encrypted items.
#pragma once

#include <string>
#include <string_view>

#include "encryption/public_names.h"

namespace magneto::internal::encryption {

inline Error update_is_refused() {
  return make_error(Failure::kUnsupportedOperation,
                    "an update changes single attributes, and the signature is of all: get the "
                    "item, change it, and put it");
}

inline Error operation_is_refused(std::string_view operation, std::string_view why) {
  return make_error(
      Failure::kUnsupportedOperation,
      std::string(operation) + " cannot be used with encrypted items: " + std::string(why));
}

inline Error projection_is_refused(std::string_view parameter) {
  return make_error(Failure::kInvalidArgument,
                    "\"" + std::string(parameter) +
                        "\" is not supported: the signature is of all attributes, so all must be "
                        "read; leave it out");
}

inline Error start_key_is_refused(std::string_view attribute) {
  return make_error(Failure::kInvalidArgument,
                    "\"ExclusiveStartKey\" has attribute \"" + std::string(attribute) +
                        "\", which is encrypted, as plaintext: go on behind the end of a page");
}

/// Behind the message of another error.
inline std::string unreadable(const Error& why) {
  return " (its item cannot be decrypted: " + why.message() + ")";
}

inline Error done_but_unreadable(std::string_view operation, const Error& why) {
  return why.in(std::string(operation) + " was done, but the item that it returned is unreadable");
}

inline Error too_large(std::size_t bytes, std::size_t plain_bytes) {
  return make_error(Failure::kItemTooLarge,
                    "the item has " + std::to_string(bytes) + " bytes after encryption (" +
                        std::to_string(plain_bytes) + " before); DynamoDB takes at most 409600");
}

}  // namespace magneto::internal::encryption
