// SPDX-License-Identifier: Apache-2.0
#include "http_server/connection.h"

#include <array>
#include <limits>

#include "base/check.h"
#include "base/crc32.h"
#include "base/random.h"
#include "http/compression.h"

namespace magneto::internal::http_server {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
/// Shorter answers are sent as they are, as the service does.
constexpr std::size_t kCompressBeyondBytes = 4096;
/// Answer buffers up to this size are kept for the connection's next answer.
constexpr std::size_t kKeptAnswerBytes = 16 * 1024;
/// Larger bodies are only received when the handler does not mind the request's head.
constexpr std::size_t kCheckHeadBeyondBytes = 64 * 1024;
/// How long a client that has begun something is not closed for another one.
constexpr std::int64_t kPatienceMs = 1000;
/// How much of a refused request is read and dropped, so that its sender gets to read the answer.
constexpr std::size_t kMaxDrainedBytes = 128 * 1024 * 1024;
constexpr std::int64_t kNoDeadline = std::numeric_limits<std::int64_t>::max();

void release_large(std::string& buffer) {
  if (buffer.capacity() > kKeptAnswerBytes) std::string().swap(buffer);
  buffer.clear();
}

}  // namespace

Connection::Connection(LoopState& state, Peer& peer)
    : state_(state), peer_(peer), reader_(state.limits, state.budget), since_ms_(state.now_ms) {
  state_.probe.connections_open.add();
  state_.open_connections.fetch_add(1, std::memory_order_relaxed);
}

Connection::~Connection() {
  state_.budget.give_back(charged_bytes_);
  state_.peers.leave(peer_);
  state_.probe.connections_open.subtract();
  state_.open_connections.fetch_sub(1, std::memory_order_relaxed);
}

void Connection::check_deadline() {
  if (state_.now_ms < deadline_ms_) return;
  state_.probe.timeouts.add();
  abort();
}

std::optional<std::int64_t> Connection::waiting_since_ms() const {
  switch (phase_) {
    case Phase::kIdle:
      return since_ms_;
    case Phase::kHandling:
    case Phase::kClosed:
      return std::nullopt;
    default:
      if (state_.now_ms - since_ms_ < kPatienceMs) return std::nullopt;
      return since_ms_;
  }
}

void Connection::stop() {
  keep_ = false;
  switch (phase_) {
    case Phase::kHandshake:
    case Phase::kIdle:
    case Phase::kReceivingHeader:
    case Phase::kDraining:
      return abort();
    default:
      return;
  }
}

void Connection::abort() {
  if (phase_ == Phase::kClosed) return;
  phase_ = Phase::kClosed;
  deadline_ms_ = kNoDeadline;
  close_socket();
}

void Connection::enter(Phase phase, std::int64_t timeout_ms) {
  if (phase == phase_ && deadline_ms_ != 0) return;  // More bytes do not lengthen a phase.
  phase_ = phase;
  since_ms_ = state_.now_ms;
  deadline_ms_ = timeout_ms == kNoDeadline ? kNoDeadline : state_.now_ms + timeout_ms;
}

void Connection::on_ready() { advance(); }

void Connection::advance() {
  switch (reader_.advance()) {
    case http::RequestReader::State::kNeedMore:
      return receive_more();
    case http::RequestReader::State::kComplete:
      return handle();
    case http::RequestReader::State::kFailed:
      if (reader_.failure() == http::RequestReader::Failure::kOverloaded && wait_for_room()) return;
      return refuse(reader_.failure());
  }
}

/// Whether others are closed so that this request has room. They are gone when retry_ runs.
bool Connection::wait_for_room() {
  if (!state_.evictions.make_room(1, this)) return false;
  reader_.try_again();
  retry_.connection = this;
  state_.loop.post(retry_);
  return true;
}

void Connection::Retry::run() {
  boost::intrusive_ptr<Connection> waiting = std::move(connection);
  if (waiting->phase_ != Phase::kClosed) waiting->advance();
}

/// Whether the handler does not want the body that is to come.
bool Connection::refuse_head() {
  if (head_checked_) return false;
  if (!reader_.chunked() && reader_.announced_bytes() <= kCheckHeadBeyondBytes) return false;
  head_checked_ = true;
  std::optional<Refusal> refusal = state_.handler->refuse_head(reader_.head());
  if (!refusal) return false;
  keep_ = false;
  refused_ = true;
  send_refusal(refusal->status, refusal->body, refusal->content_type);
  return true;
}

void Connection::receive_more() {
  const http::Limits& limits = state_.limits;
  if (reader_.phase() == http::RequestReader::Phase::kBody && refuse_head()) return;
  if (reader_.phase() == http::RequestReader::Phase::kBody && reader_.take_expect_continue()) {
    enter(Phase::kSendingContinue, limits.body_timeout_ms);
    return send(kContinue, {});
  }
  switch (reader_.phase()) {
    case http::RequestReader::Phase::kIdle:
      if (state_.stopping) return abort();
      enter(Phase::kIdle, limits.idle_timeout_ms);
      break;
    case http::RequestReader::Phase::kHeader:
      enter(Phase::kReceivingHeader, limits.header_timeout_ms);
      break;
    case http::RequestReader::Phase::kBody:
      enter(Phase::kReceivingBody, limits.body_timeout_ms);
      break;
  }
  receive(reader_.room());
}

void Connection::on_received(bool ok, std::size_t received) {
  if (phase_ == Phase::kClosed) return;
  if (!ok) return abort();
  state_.probe.bytes_received.add(received);
  if (phase_ == Phase::kDraining) {
    drained_bytes_ += received;
    return drain();
  }
  reader_.commit(received);
  advance();
}

void Connection::handle() {
  enter(Phase::kHandling, kNoDeadline);
  state_.probe.requests.add();
  keep_ = reader_.keep_alive() && !state_.stopping;
  held_ = this;
  state_.handler->handle(*this);
}

void Connection::answer(const Answer& answer) {
  MAGNETO_CHECK(held_ != nullptr);
  if (phase_ == Phase::kClosed) {
    auto last = std::move(held_);
    return;
  }
  const http::Request& request = reader_.request();
  http::Coding coding = compress_body(answer);
  if (!keep_answer(answer.held_bytes == 0 ? answer.body.size() : answer.held_bytes)) {
    keep_ = false;
    refused_ = true;
    if (attachment()) attachment()->sent();
    std::string().swap(compressed_);
    state_.probe.overload_refusals.add();
    return send_refusal(503, "The server is out of memory for answers. Try again later.\n");
  }
  std::string_view body = coding == http::Coding::kIdentity ? answer.body : compressed_;
  keep_ = keep_ && !answer.close && !state_.stopping;
  std::array<char, kRequestIdBytes> id;
  http::AnswerHead head{.status = answer.status,
                        .date = state_.date.text(state_.wall_seconds),
                        .content_type = answer.content_type,
                        .content_length = body.size(),
                        .crc32 = crc32(body),
                        .request_id = write_request_id(id),
                        .coding = coding,
                        .keep_alive = keep_,
                        .allow_origin = answer.allow_origin,
                        .extra_headers = answer.extra_headers};
  http::write_head(head, head_);
  if (request.method == "HEAD") body = {};
  enter(Phase::kSending, state_.limits.body_timeout_ms);
  state_.probe.bytes_sent.add(head_.size() + body.size());
  send(head_, body);
}

/// Counts the memory of an answer until it is sent. False when there is no room for it, even though
/// others have been closed.
bool Connection::keep_answer(std::size_t bytes) {
  if (!compressed_.empty()) {  // The attachment keeps nothing any more.
    bytes = compressed_.capacity();
  }
  if (bytes <= kKeptAnswerBytes) return true;
  charged_bytes_ = bytes;
  state_.budget.charge(bytes);
  std::size_t over = state_.budget.over();
  if (over == 0 || state_.evictions.make_room(over, this)) return true;
  state_.budget.give_back(charged_bytes_);
  charged_bytes_ = 0;
  return false;
}

http::Coding Connection::compress_body(const Answer& answer) {
  if (answer.body.size() <= kCompressBeyondBytes || !answer.compressible)
    return http::Coding::kIdentity;
  http::Coding coding = http::choose_coding(reader_.request().header("accept-encoding"));
  if (coding == http::Coding::kIdentity) return coding;
  http::compress(coding, answer.body, compressed_);
  compressed_.shrink_to_fit();  // It was made for the worst case.
  if (attachment()) attachment()->sent();
  state_.probe.answers_compressed.add();
  return coding;
}

void Connection::on_sent(bool ok) {
  auto last = std::move(held_);
  if (phase_ == Phase::kClosed) return;
  if (!ok) return abort();
  if (phase_ == Phase::kSendingContinue) return receive_more();

  if (attachment()) attachment()->sent();
  release_large(compressed_);
  state_.budget.give_back(charged_bytes_);
  charged_bytes_ = 0;
  head_checked_ = false;
  if (keep_ && !state_.stopping) {
    reader_.next();
    return advance();
  }
  // A client that keeps its connections would not close this one before its next request.
  if (state_.stopping && !refused_ && !has_unread_input()) return abort();
  if (finish_sending(refused_)) {
    enter(Phase::kDraining, state_.limits.linger_timeout_ms);
    drain();
  }
}

// The rest of the input is of no interest, but a socket closed with unread input is reset, and the
// client would lose the answer.
void Connection::drain() {
  static thread_local std::array<char, 64 * 1024> sink;
  if (drained_bytes_ > kMaxDrainedBytes) return abort();
  receive(sink);
}

void Connection::refuse(http::RequestReader::Failure failure) {
  using Failure = http::RequestReader::Failure;
  keep_ = false;
  refused_ = true;
  switch (failure) {
    case Failure::kBodyTooLarge:
      state_.probe.oversized_requests.add();
      return send_refusal(413, {});
    case Failure::kOverloaded:
      state_.probe.overload_refusals.add();
      return send_refusal(503, "The server is out of memory for requests. Try again later.\n");
    case Failure::kNoHost:
      state_.probe.malformed_requests.add();
      return send_refusal(400, "A request of HTTP/1.1 needs a Host header.\n");
    case Failure::kManyHosts:
      state_.probe.malformed_requests.add();
      return send_refusal(400, "The request has more than one Host header.\n");
    case Failure::kHeaderTooLarge:
      state_.probe.malformed_requests.add();
      return send_refusal(400, "The request's headers are too large.\n");
    default:
      state_.probe.malformed_requests.add();
      return send_refusal(400, "The request is not valid HTTP/1.1.\n");
  }
}

// The service's own front answers these, without a checksum; a 413 comes chunked and empty.
void Connection::send_refusal(int status, std::string_view text, std::string_view content_type) {
  std::array<char, kRequestIdBytes> id;
  head_.assign("HTTP/1.1 ")
      .append(std::to_string(status))
      .append(" ")
      .append(http::reason_phrase(status));
  head_.append("\r\nServer: Server\r\nDate: ").append(state_.date.text(state_.wall_seconds));
  head_.append("\r\nConnection: close\r\nx-amzn-RequestId: ").append(write_request_id(id));
  if (text.empty()) {
    head_.append("\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  } else {
    head_.append("\r\nContent-Type: ").append(content_type).append("\r\nContent-Length: ");
    head_.append(std::to_string(text.size())).append("\r\n\r\n").append(text);
  }
  enter(Phase::kSending, state_.limits.body_timeout_ms);
  send(head_, {});
}

}  // namespace magneto::internal::http_server
