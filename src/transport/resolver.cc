// SPDX-License-Identifier: Apache-2.0
#include "transport/resolver.h"

#include <sys/un.h>

#include <cstring>
#include <memory>

namespace magneto::internal::transport {
namespace {

std::string key_of(const Origin& origin) { return origin.host + " " + origin.port; }

Address unix_address(const std::string& path) {
  Address address;
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::memcpy(to.sun_path, path.c_str(), path.size());
  std::memcpy(&address.bytes, &to, sizeof to);
  address.size = static_cast<socklen_t>(sizeof to);
  return address;
}

/// 0, or getaddrinfo's error.
int ask(const Origin& origin, int flags, std::vector<Address>& to) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(origin.host.c_str(), origin.port.c_str(), &hints, &found);
  if (error != 0) return error;
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list(found, freeaddrinfo);
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    Address& address = to.emplace_back();
    std::memcpy(&address.bytes, each->ai_addr, each->ai_addrlen);
    address.size = each->ai_addrlen;
  }
  return 0;
}

}  // namespace

std::vector<Address> Resolver::known(const Origin& origin) {
  if (!origin.unix_path.empty()) return {unix_address(origin.unix_path)};
  {
    const MutexLock lock(mutex_);
    const auto found = kept_.find(key_of(origin));
    if (found != kept_.end() && found->second.until > std::chrono::steady_clock::now()) {
      return found->second.addresses;
    }
  }
  std::vector<Address> addresses;
  static_cast<void>(ask(origin, AI_NUMERICHOST | AI_NUMERICSERV, addresses));
  return addresses;
}

magneto::Result<std::vector<Address>> Resolver::ask_system(const Origin& origin) {
  std::vector<Address> addresses;
  if (const int error = ask(origin, AI_ADDRCONFIG, addresses); error != 0) {
    return magneto::Error(magneto::ErrorCode::kConnect,
                          "the name " + origin.host + " is not found: " + gai_strerror(error));
  }
  return addresses;
}

magneto::Result<std::vector<Address>> Resolver::resolve(const Origin& origin) {
  std::vector<Address> addresses = known(origin);
  if (!addresses.empty()) return addresses;
  magneto::Result<std::vector<Address>> answer = ask_(origin);
  if (answer) keep(origin, *answer);
  return answer;
}

void Resolver::keep(const Origin& origin, std::vector<Address> addresses) {
  const MutexLock lock(mutex_);
  kept_[key_of(origin)] = {std::move(addresses), std::chrono::steady_clock::now() + kKept};
}

void Resolver::forget(const Origin& origin) {
  const MutexLock lock(mutex_);
  kept_.erase(key_of(origin));
}

}  // namespace magneto::internal::transport
