// SPDX-License-Identifier: Apache-2.0
#include "http_server/listener.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace magneto::internal::http_server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr int kBacklog = 4096;

Place make_place(const tcp::endpoint& endpoint) {
  Place place;
  place.endpoint = endpoint;
  place.host = endpoint.address().to_string();
  place.text = place.host + " port " + std::to_string(endpoint.port());
  return place;
}

void add(std::vector<Place>& places, const Place& place) {
  bool known = std::any_of(places.begin(), places.end(),
                           [&](const Place& other) { return other.endpoint == place.endpoint; });
  if (!known) places.push_back(place);
}

void add_pair(std::vector<Place>& places, const asio::ip::address& v4, const asio::ip::address& v6,
              std::uint16_t port) {
  add(places, make_place({v4, port}));
  Place second = make_place({v6, port});
  second.optional = true;
  add(places, second);
}

/// Both are whole machines: the one with IPv6 must not take the other's addresses.
void separate_families(std::vector<Place>& places) {
  bool all_v4 = std::any_of(places.begin(), places.end(),
                            [](const Place& place) { return place.host == "0.0.0.0"; });
  for (Place& place : places) place.only_v6 = all_v4 && place.host == "::";
}

Error failure(int error, const std::string& where) {
  return Error(ErrorCode::kIo,
               "cannot listen on " + where + ": " + std::generic_category().message(error));
}

/// Closes its descriptor unless that is taken.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }
  int take() { return std::exchange(value_, -1); }

 private:
  int value_;
};

bool switch_on(int descriptor, int level, int option) {
  int one = 1;
  return ::setsockopt(descriptor, level, option, &one, sizeof(one)) == 0;
}

bool set_options(int descriptor, const Place& place, bool shared) {
  return switch_on(descriptor, SOL_SOCKET, SO_REUSEADDR) &&
         (!shared || switch_on(descriptor, SOL_SOCKET, SO_REUSEPORT)) &&
         (!place.only_v6 || switch_on(descriptor, IPPROTO_IPV6, IPV6_V6ONLY));
}

/// Whether somebody answers on a Unix socket.
bool somebody_listens(const sockaddr_un& address) {
  Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  return ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
}

/// Removes a socket whose server is dead. Anything else stays.
void remove_stale(const std::string& path, const sockaddr_un& address) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode)) return;
  if (!somebody_listens(address)) ::unlink(path.c_str());
}

}  // namespace

Result<std::vector<Place>> find_places(const std::vector<std::string>& hosts, std::uint16_t port) {
  std::vector<Place> places;
  if (hosts.empty()) {
    add_pair(places, asio::ip::address_v4::loopback(), asio::ip::address_v6::loopback(), port);
  }
  asio::io_context io;
  tcp::resolver resolver(io);
  for (std::string host : hosts) {
    if (host == "*") {
      add_pair(places, asio::ip::address_v4::any(), asio::ip::address_v6::any(), port);
      continue;
    }
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
      host = host.substr(1, host.size() - 2);
    }
    boost::system::error_code ec;
    auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::passive, ec);
    if (ec || found.empty()) {
      return Error(ErrorCode::kInvalidArgument,
                   "cannot listen on host " + host + ": " + ec.message());
    }
    for (const auto& entry : found) {
      Place place = make_place(entry.endpoint());
      place.optional = found.size() > 1 && entry.endpoint().address().is_v6();
      add(places, place);
    }
  }
  separate_families(places);
  return places;
}

std::uint16_t port_of(const Place& place) {
  const sockaddr* address = place.endpoint.data();
  return ntohs(address->sa_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6*>(address)->sin6_port
                   : reinterpret_cast<const sockaddr_in*>(address)->sin_port);
}

Place with_port(const Place& place, std::uint16_t port) {
  boost::system::error_code ec;
  Place moved = make_place({asio::ip::make_address(place.host, ec), port});
  moved.only_v6 = place.only_v6;
  moved.optional = place.optional;
  return moved;
}

std::uint16_t port_of_socket(int descriptor) {
  sockaddr_storage storage{};
  socklen_t size = sizeof(storage);
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return 0;
  return ntohs(storage.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port
                   : reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
}

Result<int> open_listener(const Place& place, bool shared) {
  Descriptor opened(::socket(place.endpoint.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (opened.get() >= 0 && set_options(opened.get(), place, shared) &&
      ::bind(opened.get(), place.endpoint.data(), static_cast<socklen_t>(place.endpoint.size())) ==
          0 &&
      ::listen(opened.get(), kBacklog) == 0) {
    return opened.take();
  }
  int error = errno;
  if (place.optional && (error == EADDRNOTAVAIL || error == EAFNOSUPPORT)) {
    return -1;
  }
  return failure(error, place.text);
}

// Nobody can connect between bind() and listen(), so the mode is right from the first moment on.
Result<int> open_unix_listener(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    return Error(ErrorCode::kInvalidArgument,
                 "--socket " + path + ": the path of a Unix socket has at most " +
                     std::to_string(sizeof(address.sun_path) - 1) + " bytes");
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  remove_stale(path, address);
  Descriptor opened(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (opened.get() >= 0 &&
      ::bind(opened.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 &&
      ::chmod(path.c_str(), S_IRUSR | S_IWUSR) == 0 && ::listen(opened.get(), kBacklog) == 0) {
    return opened.take();
  }
  return failure(errno, path);
}

}  // namespace magneto::internal::http_server
