// SPDX-License-Identifier: Apache-2.0
#include "sigv4/signing_key.h"

#include "base/wipe.h"

namespace magneto::internal::sigv4 {

Digest derive_signing_key(std::string_view secret, const Scope& scope) {
  std::string first = "AWS4";
  first.append(secret);
  Digest key = HmacSha256(first).of(scope.date);
  wipe(first);
  for (std::string_view part : {scope.region, scope.service, kTerminator}) {
    key = HmacSha256(view_of(key)).of(part);
  }
  return key;
}

HmacSha256& SigningKeys::find(std::string_view access_key, std::string_view secret,
                              const Scope& scope) {
  name_.assign(access_key).append("/").append(scope.date).append("/");
  name_.append(scope.region).append("/").append(scope.service);
  auto found = keys_.find(name_);
  if (found != keys_.end() && found->second.secret == secret) return found->second.mac;

  if (keys_.size() >= kMaxKeys) keys_.clear();
  HmacSha256 mac(view_of(derive_signing_key(secret, scope)));
  return keys_.insert_or_assign(name_, Entry{std::string(secret), std::move(mac)})
      .first->second.mac;
}

}  // namespace magneto::internal::sigv4
