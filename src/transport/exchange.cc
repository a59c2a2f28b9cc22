// SPDX-License-Identifier: Apache-2.0
#include "transport/exchange.h"

#include <charconv>

#include "transport/messages.h"

namespace magneto::internal::transport {

using magneto::ErrorCode;

namespace {

constexpr const char* kIsItPlain = " (is it an http:// address?)";

std::string what_is_slow(Exchange::Stage stage) {
  switch (stage) {
    case Exchange::Stage::kResolve:
      return "looking the name up took too long";
    case Exchange::Stage::kProxyTls:
      return "the TLS handshake with the proxy took too long";
    case Exchange::Stage::kProxySend:
    case Exchange::Stage::kProxyReceive:
      return "the proxy took too long to connect";
    case Exchange::Stage::kTls:
      return std::string("the TLS handshake took too long") + kIsItPlain;
    default:
      return "connecting took too long";
  }
}

}  // namespace

void TlsSessions::keep(SSL_SESSION* session) {
  if (session != nullptr && SSL_SESSION_is_resumable(session) != 1) {
    SSL_SESSION_free(session);
    return;
  }
  const MutexLock lock(mutex_);
  SSL_SESSION_free(session_);
  session_ = session;
}

SSL_SESSION* TlsSessions::get() {
  const MutexLock lock(mutex_);
  if (session_ != nullptr) SSL_SESSION_up_ref(session_);
  return session_;
}

Exchange::Exchange(Shared& shared, TlsSessions& sessions, const Origin& origin, const Proxy* proxy,
                   const HttpRequest& request, const Bounds& bounds)
    : shared_(shared),
      sessions_(sessions),
      origin_(origin),
      proxy_(proxy),
      request_(request),
      bounds_(bounds) {}

void Exchange::reuse(std::unique_ptr<Link> link) {
  link_ = std::move(link);
  compose();
}

void Exchange::connect(std::vector<Address> addresses) {
  addresses_ = std::move(addresses);
  link_ = std::make_unique<Link>();
  stage_ = Stage::kConnect;
}

Step Exchange::fail(ErrorCode code, std::string message) {
  keeps_link_ = false;
  stage_ = Stage::kDone;
  result_.emplace(magneto::Error(code, peer().text() + ": " + std::move(message)));
  return Step::kDone;
}

void Exchange::give_up(ErrorCode code, std::string message) {
  static_cast<void>(fail(code, std::move(message)));
}

void Exchange::time_out(TimePoint now) {
  if (bounds_.cancellation.cancelled()) {
    return give_up(ErrorCode::kCancelled, kCallCancelled);
  }
  if (now >= bounds_.deadline) return give_up(ErrorCode::kDeadline, "the deadline has passed");
  if (connecting()) return give_up(ErrorCode::kConnectTimeout, what_is_slow(stage_));
  give_up(ErrorCode::kTimeout, "the answer took too long");
}

/// What went wrong with the socket, in the terms of what the service may have seen.
Step Exchange::fail_socket(Step step) {
  if (step == Step::kWantRead || step == Step::kWantWrite) return step;
  if (bounds_.cancellation.cancelled()) return fail(ErrorCode::kCancelled, kCallCancelled);
  std::string why = link_->socket.failure();
  if (why.empty()) why = kOtherSideClosed;
  switch (stage_) {
    case Stage::kProxySend:
    case Stage::kProxyReceive:
      return fail(ErrorCode::kProxy, std::move(why));
    case Stage::kProxyTls:
      return fail(ErrorCode::kTls, std::move(why));
    case Stage::kTls:
      if (step == Step::kClosed) {  // Nothing was sent: another attempt may go well.
        return fail(ErrorCode::kConnect,
                    std::string(kOtherSideClosed) + " in the TLS handshake" + kIsItPlain);
      }
      if (why.find("wrong version number") != std::string::npos) why.append(kIsItPlain);
      return fail(ErrorCode::kTls, std::move(why));
    case Stage::kSend:
    case Stage::kReceive:
      return fail(ErrorCode::kConnectionLost, std::move(why));
    default:
      return fail(ErrorCode::kConnect, std::move(why));
  }
}

Step Exchange::advance(Socket::Wait wait) {
  for (;;) {
    const Step taken = step(wait);
    if (taken != Step::kDone || stage_ == Stage::kDone) return taken;
  }
}

Step Exchange::step(Socket::Wait wait) {
  switch (stage_) {
    case Stage::kResolve:
      return fail(ErrorCode::kConnect, "no address");
    case Stage::kConnect: {
      if (!pending_connect_) return try_next_address();
      pending_connect_ = false;
      if (link_->socket.finish_connect() == Step::kDone) return connected();
      note_connect_failure(link_->socket.failure());
      return try_next_address();
    }
    case Stage::kProxyTls: {
      const Step done = link_->socket.handshake(wait);
      return done == Step::kDone ? proxy_connected() : fail_socket(done);
    }
    case Stage::kProxySend:
      return send(wait, Stage::kProxyReceive);
    case Stage::kProxyReceive:
      return proxy_receive(wait);
    case Stage::kTls: {
      const Step done = link_->socket.handshake(wait);
      if (done != Step::kDone) return fail_socket(done);
      compose();
      return Step::kDone;
    }
    case Stage::kSend:
      return send(wait, Stage::kReceive);
    case Stage::kReceive:
      return receive(wait);
    case Stage::kDone:
      break;
  }
  return Step::kDone;
}

Step Exchange::try_next_address() {
  if (next_address_ == addresses_.size()) {
    shared_.resolver.forget(peer());
    return fail(ErrorCode::kConnect, connect_failures_);
  }
  const Address& address = addresses_[next_address_++];
  switch (link_->socket.connect(address.get(), address.size)) {
    case Step::kDone:
      return connected();
    case Step::kWantWrite:
      pending_connect_ = true;
      return Step::kWantWrite;
    default:
      note_connect_failure(link_->socket.failure());
      return Step::kDone;  // on to the next
  }
}

void Exchange::note_connect_failure(std::string_view why) {
  if (!connect_failures_.empty()) connect_failures_.append("; ");
  connect_failures_.append(why);
}

TimePoint Exchange::address_until(TimePoint connect_until, TimePoint now) const {
  if (connect_until <= now) return connect_until;
  return now + (connect_until - now) / (static_cast<std::int64_t>(addresses_left()) + 1);
}

bool Exchange::abandon_address() {
  if (stage_ != Stage::kConnect || next_address_ == addresses_.size()) return false;
  note_connect_failure("an address that does not answer");
  pending_connect_ = false;
  return true;
}

Step Exchange::start_tls(const std::string& host, bool resume) {
  if (const std::optional<magneto::Error>& problem = shared_.tls_problem) {
    return fail(problem->code(), problem->message());
  }
  SSL_SESSION* const session = resume ? sessions_.get() : nullptr;
  const bool good = link_->socket.start_tls(shared_.tls.get(), host, session);
  SSL_SESSION_free(session);
  if (good) return Step::kDone;
  return fail(ErrorCode::kTls, take_tls_errors());
}

Step Exchange::connected() {
  link_->opened = std::chrono::steady_clock::now();
  if (proxy_ == nullptr || !proxy_->origin.tls) return proxy_connected();
  stage_ = Stage::kProxyTls;
  return start_tls(proxy_->origin.host, false);
}

/// A proxy relays requests of plain HTTP, and makes a tunnel for others.
Step Exchange::proxy_connected() {
  if (!origin_.tls) {
    compose();
    return Step::kDone;
  }
  if (proxy_ != nullptr) {
    compose_connect();
    return Step::kDone;
  }
  stage_ = Stage::kTls;
  return start_tls(origin_.host, true);
}

void Exchange::compose_connect() {
  const std::string target = origin_.host.find(':') == std::string::npos
                                 ? origin_.host + ":" + origin_.port
                                 : "[" + origin_.host + "]:" + origin_.port;
  link_->out = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" +
               proxy_->authorization + "\r\n";
  link_->reader.start(0, true);
  sent_ = 0;
  stage_ = Stage::kProxySend;
}

void Exchange::compose() {
  std::string& out = link_->out;
  out.clear();
  out.append(request_.method).append(" ");
  const bool relayed = proxy_ != nullptr && !origin_.tls && origin_.unix_path.empty();
  if (relayed) out.append(origin_.text());
  out.append(request_.path).append(" HTTP/1.1\r\n").append(request_.headers);
  if (relayed) out.append(proxy_->authorization);
  char length[24];
  const auto end = std::to_chars(length, length + sizeof length, request_.body.size()).ptr;
  out.append("Content-Length: ").append(length, end).append("\r\n\r\n").append(request_.body);
  const Options& options = shared_.options;
  link_->reader.start(options.max_answer_bytes, request_.method == "HEAD", options.secret_answers,
                      request_.decode);
  sent_ = 0;
  stage_ = Stage::kSend;
}

Step Exchange::send(Socket::Wait wait, Stage next) {
  while (sent_ < link_->out.size()) {
    std::size_t moved = 0;
    const Step step = link_->socket.write(std::string_view(link_->out).substr(sent_), wait, moved);
    // A server that refuses a request may answer and close before it has read all of it.
    if (step == Step::kClosed && next == Stage::kReceive) break;
    if (step != Step::kDone) return fail_socket(step);
    sent_ += moved;
    moved_ += moved;
  }
  stage_ = next;
  return Step::kDone;
}

Step Exchange::proxy_receive(Socket::Wait wait) {
  AnswerReader& reader = link_->reader;
  for (;;) {
    const std::span<char> room = reader.room();
    std::size_t moved = 0;
    const Step step = link_->socket.read(room.data(), room.size(), wait, moved);
    moved_ += moved;
    if (step != Step::kDone) return fail_socket(step);
    const AnswerReader::State state = reader.commit(moved);
    if (state == AnswerReader::State::kHead) continue;
    if (state != AnswerReader::State::kDone) {
      return fail(ErrorCode::kProxy, "the proxy's answer is no HTTP");
    }
    if (reader.status() != 200) {
      return fail(ErrorCode::kProxy,
                  "the proxy refuses to connect: HTTP " + std::to_string(reader.status()));
    }
    stage_ = Stage::kTls;
    return start_tls(origin_.host, true);
  }
}

Step Exchange::receive(Socket::Wait wait) {
  AnswerReader& reader = link_->reader;
  for (;;) {
    const std::span<char> room = reader.room();
    std::size_t moved = 0;
    const Step step = link_->socket.read(room.data(), room.size(), wait, moved);
    moved_ += moved;
    AnswerReader::State state{};
    if (step == Step::kClosed && reader.begun()) {
      state = reader.end();
      if (state == AnswerReader::State::kMalformed) return fail_socket(step);
    } else if (step != Step::kDone) {
      return fail_socket(step);
    } else {
      state = reader.commit(moved);
    }
    switch (state) {
      case AnswerReader::State::kHead:
      case AnswerReader::State::kBody:
        continue;
      case AnswerReader::State::kMalformed:
        return fail(ErrorCode::kBadAnswer,
                    reader.is_tls() ? "the answer is TLS, not HTTP (is it an https:// address?)"
                                    : "the answer is no HTTP");
      case AnswerReader::State::kTooLarge:
        return fail(ErrorCode::kBadAnswer, "the answer is too large");
      case AnswerReader::State::kDone:
        break;
    }
    keeps_link_ = step == Step::kDone && reader.keeps_connection() && sent_ == link_->out.size();
    if (link_->fresh && link_->socket.is_tls()) sessions_.keep(link_->socket.take_session());
    link_->fresh = false;
    stage_ = Stage::kDone;
    result_.emplace(reader.take());
    return Step::kDone;
  }
}

}  // namespace magneto::internal::transport
