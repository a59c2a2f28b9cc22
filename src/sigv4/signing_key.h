// SPDX-License-Identifier: Apache-2.0
//
// Signing keys, derived once a day for each access key, region and service, and kept ready to use.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/wipe.h"
#include "sigv4/digest.h"
#include "sigv4/request_view.h"

namespace magneto::internal::sigv4 {

/// HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service), "aws4_request").
Digest derive_signing_key(std::string_view secret, const Scope& scope);

/// Not thread safe: one per thread.
class SigningKeys {
 public:
  /// Beyond this many all are forgotten: old dates go that way.
  static constexpr std::size_t kMaxKeys = 4096;

  /// A MAC keyed with the derived key. A secret that has changed is noticed. Valid until the next
  /// call.
  HmacSha256& find(std::string_view access_key, std::string_view secret, const Scope& scope);

 private:
  struct Entry {
    std::string secret;
    HmacSha256 mac;
    ~Entry() { wipe(secret); }
  };
  std::unordered_map<std::string, Entry> keys_;
  std::string name_;
};

}  // namespace magneto::internal::sigv4
