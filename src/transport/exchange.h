// SPDX-License-Identifier: Apache-2.0
//
// Exchange: one request and its answer on one connection, from looking the name up to the last byte,
// as steps that any driver can take: a thread that waits (blocking.cc) or an event loop that does
// not (async.cc).
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "magneto/cancellation.h"
#include "magneto/connection.h"
#include "transport/answer_reader.h"
#include "transport/options.h"
#include "transport/proxies.h"
#include "transport/resolver.h"
#include "transport/socket.h"
#include "transport/tls_context.h"

namespace magneto::internal::transport {

using TimePoint = std::chrono::steady_clock::time_point;

/// Views: stay until the answer is there.
struct HttpRequest {
  std::string_view method = "POST";
  std::string_view path = "/";
  /// Header lines with their CRLF, Host among them, Content-Length not.
  std::string_view headers;
  std::string_view body;
  /// Undo the answer's gzip; not that of an object that is stored so.
  bool decode = true;
};

/// What bounds an exchange beside the options.
struct Bounds {
  TimePoint deadline = TimePoint::max();
  Cancellation cancellation = Cancellation::never();
};

/// A connection and what it keeps from one exchange to the next.
struct Link {
  Socket socket;
  AnswerReader reader;
  std::string out;  ///< What is sent; keeps its memory.
  TimePoint opened;
  TimePoint used;
  bool fresh = true;  ///< No answer has come on it yet.
};

/// What all exchanges of a Transport share.
struct Shared {
  Options options;
  // Of these two one is there from the first server with TLS on, or from the beginning.
  TlsContext tls;
  std::optional<magneto::Error> tls_problem;
  Resolver resolver;
  Proxies proxies;
};

/// The last TLS session with a server, for the next connection. Thread safe.
class TlsSessions {
 public:
  ~TlsSessions() { SSL_SESSION_free(session_); }
  void keep(SSL_SESSION* session);
  /// The caller frees it; null without one.
  SSL_SESSION* get();

 private:
  Mutex mutex_;
  SSL_SESSION* session_ MAGNETO_GUARDED_BY(mutex_) = nullptr;
};

/// Used by one thread at a time.
class Exchange {
 public:
  enum class Stage : std::uint8_t {
    kResolve,
    kConnect,
    kProxyTls,
    kProxySend,
    kProxyReceive,
    kTls,
    kSend,
    kReceive,
    kDone,
  };

  /// `proxy` is null where the origin is reached directly.
  Exchange(Shared& shared, TlsSessions& sessions, const Origin& origin, const Proxy* proxy,
           const HttpRequest& request, const Bounds& bounds);

  /// Begins on an idle link.
  void reuse(std::unique_ptr<Link> link);
  /// Begins with a new connection, to one of `addresses`.
  void connect(std::vector<Address> addresses);

  /// Goes on as far as it can. kDone: result() is there. kWantRead, kWantWrite: call it again when
  /// the socket can be read from, written to; with Wait::kYes these mean that the time has passed
  /// (or, while connecting, that the caller must wait itself).
  Step advance(Socket::Wait wait);
  /// One step of advance(): kDone where the next can be taken, or all is done.
  Step step(Socket::Wait wait);

  /// Until when the address that is being connected to may take, so that each of those that are
  /// left has its share of the time.
  TimePoint address_until(TimePoint connect_until, TimePoint now) const;
  std::size_t addresses_left() const { return addresses_.size() - next_address_; }
  /// Stops waiting for that address. False: it is the last one.
  bool abandon_address();
  /// How many bytes went or came; grows while the exchange gets on.
  std::uint64_t moved() const { return moved_; }

  Stage stage() const { return stage_; }
  bool connecting() const { return stage_ < Stage::kSend; }
  /// What the origin is reached at: the proxy's where there is one.
  const Origin& peer() const { return proxy_ != nullptr ? proxy_->origin : origin_; }
  Link* link() { return link_.get(); }
  std::unique_ptr<Link> take_link() { return std::move(link_); }
  /// Whether the link can be used again.
  bool keeps_link() const { return keeps_link_; }

  /// Ends it with an error, from outside: a timeout, a cancellation.
  void give_up(magneto::ErrorCode code, std::string message);
  /// The error for the time that has passed, by `now` and the stage.
  void time_out(TimePoint now);
  magneto::Result<Answer> take_result() { return std::move(*result_); }

 private:
  Step fail(magneto::ErrorCode code, std::string message);
  Step fail_socket(Step step);
  Step try_next_address();
  void note_connect_failure(std::string_view why);
  Step start_tls(const std::string& host, bool resume);
  Step connected();
  Step proxy_connected();
  Step send(Socket::Wait wait, Stage next);
  Step receive(Socket::Wait wait);
  Step proxy_receive(Socket::Wait wait);
  void compose();
  void compose_connect();

  Shared& shared_;
  TlsSessions& sessions_;
  const Origin& origin_;
  const Proxy* const proxy_;
  const HttpRequest& request_;
  const Bounds& bounds_;
  std::unique_ptr<Link> link_;
  std::vector<Address> addresses_;
  std::size_t next_address_ = 0;
  Stage stage_ = Stage::kResolve;
  bool pending_connect_ = false;
  std::size_t sent_ = 0;
  std::uint64_t moved_ = 0;
  bool keeps_link_ = false;
  std::string connect_failures_;
  std::optional<magneto::Result<Answer>> result_;
};

}  // namespace magneto::internal::transport
