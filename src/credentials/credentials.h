// SPDX-License-Identifier: Apache-2.0
//
// What a request is signed with. Wiped when it goes; so moves are copies.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/wipe.h"

namespace magneto::internal::credentials {

struct Credentials {
  std::string access_key = {};
  std::string secret_key = {};
  std::string session_token = {};
  /// Empty when the source does not tell it. Chooses the account's endpoint.
  std::string account_id = {};
  /// Milliseconds since 1970; nothing when they do not expire.
  std::optional<std::int64_t> expires_ms = {};
  /// For messages: "the environment", "SSO of the profile 'dev'".
  std::string source = {};

  ~Credentials() {
    wipe(secret_key);
    wipe(session_token);
  }
};

}  // namespace magneto::internal::credentials
