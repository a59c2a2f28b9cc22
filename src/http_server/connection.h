// SPDX-License-Identifier: Apache-2.0
//
// Connection: the life of one client connection, without its socket. The protocol is here; a
// transport (transport.cc) moves the bytes.
//
//   handshake -> receiving -> handling -> sending -> receiving ... -> draining -> closed
//
// Everything happens on the loop's thread. A connection lives as long as a transport operation or a
// handler refers to it; no shared count across threads is needed for that.
#pragma once

#include <atomic>
#include <boost/intrusive/list_hook.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/answer_head.h"
#include "http/limits.h"
#include "http/request_reader.h"
#include "http_server/exchange.h"
#include "http_server/http_probe.h"
#include "http_server/peers.h"

namespace magneto::internal::http_server {

class Connection;

/// Finds connections to close when something is short. The loop's thread only.
class Evictions {
 public:
  /// Closes connections, not `asking`, that have held memory for a while, until they held `bytes`
  /// together. False when it found none; then it has asked the other loops to do so.
  virtual bool make_room(std::size_t bytes, const Connection* asking) = 0;

 protected:
  ~Evictions() = default;
};

/// What the connections of one loop share.
struct LoopState {
  Loop& loop;
  const http::Limits& limits;
  http::MemoryBudget& budget;
  HttpProbe& probe;
  std::atomic<std::size_t>& open_connections;  ///< Of all loops.
  Peers& peers;                                ///< Of all loops.
  Evictions& evictions;
  Handler* handler = nullptr;
  http::HttpDate date;
  std::int64_t now_ms = 0;  ///< Steady, for deadlines; renewed by the loop's ticks.
  std::int64_t wall_seconds = 0;
  bool stopping = false;
};

class Connection : public Exchange,
                   public boost::intrusive::list_base_hook<
                       boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  /// `peer` has been entered for this connection, which leaves it at its end.
  Connection(LoopState& state, Peer& peer);
  virtual ~Connection();

  /// Begins with the handshake, or with the first request where there is none.
  virtual void start() = 0;
  /// Closes when the deadline of the present phase has passed.
  void check_deadline();
  /// The server stops: closes now when no request has begun, else after its answer.
  void stop();
  /// Closes now. A handler still answers; its answer is dropped.
  void abort();

  // What an eviction goes by.
  const Peer& peer() const { return peer_; }
  /// Since when it waits for its client. Nothing while a handler has its request, or when it waits
  /// for something that is worth some patience and has not waited long.
  std::optional<std::int64_t> waiting_since_ms() const;
  /// Whether bytes of the client have arrived that the loop has not read yet. Costs a system call.
  virtual bool has_unread_input() const = 0;
  /// Memory beyond the first few KB that is held for this client.
  std::size_t held_bytes() const { return reader_.held_bytes() + charged_bytes_; }

  // Exchange
  const http::Request& request() const override { return reader_.request(); }
  void answer(const Answer& answer) override;
  Loop& loop() override { return state_.loop; }
  http::MemoryBudget& budget() override { return state_.budget; }

  friend void intrusive_ptr_add_ref(Connection* connection) { ++connection->references_; }
  friend void intrusive_ptr_release(Connection* connection) {
    if (--connection->references_ == 0) delete connection;
  }

 protected:
  // The transport does these, and calls the on_ function once each is done.
  virtual void receive(std::span<char> room) = 0;
  virtual void send(std::string_view head, std::string_view body) = 0;
  /// Says to the client that nothing more will come. False when that closes the connection by
  /// itself.
  virtual bool finish_sending(bool unread_input) = 0;
  virtual void close_socket() = 0;

  void on_ready();  ///< The handshake is done.
  void on_received(bool ok, std::size_t received);
  void on_sent(bool ok);
  void begin_handshake() { enter(Phase::kHandshake, state_.limits.header_timeout_ms); }

 private:
  enum class Phase : std::uint8_t {
    kHandshake,
    kIdle,
    kReceivingHeader,
    kReceivingBody,
    kHandling,
    kSendingContinue,
    kSending,
    kDraining,
    kClosed,
  };

  void enter(Phase phase, std::int64_t timeout_ms);
  void advance();
  void receive_more();
  bool refuse_head();
  bool wait_for_room();
  bool keep_answer(std::size_t bytes);
  void handle();
  void refuse(http::RequestReader::Failure failure);
  void send_refusal(int status, std::string_view text,
                    std::string_view content_type = "text/plain");
  void drain();
  http::Coding compress_body(const Answer& answer);

  /// Runs advance() after what has been closed for it is gone.
  struct Retry final : Loop::Task {
    void run() override;
    boost::intrusive_ptr<Connection> connection;
  };

  LoopState& state_;
  Peer& peer_;
  http::RequestReader reader_;
  std::string head_;
  std::string compressed_;
  std::int64_t deadline_ms_ = 0;
  std::int64_t since_ms_ = 0;      ///< Of the present phase.
  std::size_t charged_bytes_ = 0;  ///< Of the answer being sent, in the budget.
  std::size_t drained_bytes_ = 0;
  int references_ = 0;
  Phase phase_ = Phase::kHandshake;
  bool keep_ = true;
  bool refused_ = false;
  bool head_checked_ = false;
  Retry retry_;
  boost::intrusive_ptr<Connection> held_;  ///< While a handler has the Exchange.
};

}  // namespace magneto::internal::http_server
