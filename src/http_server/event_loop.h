// SPDX-License-Identifier: Apache-2.0
//
// EventLoop: the Loop of one thread, with its io_context, its listening sockets and its connections.
#pragma once

#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "http_server/connection.h"
#include "http_server/loop.h"
#include "http_server/task_queue.h"

namespace magneto::internal::http_server {

/// Whether accept() can be called again at once after an error: when the error was of the one
/// connection only. Otherwise it would fail again and again.
bool may_accept_at_once(const boost::system::error_code& error);

/// What all loops of a server share.
struct LoopsShared {
  const http::Limits& limits;
  http::MemoryBudget& budget;
  std::atomic<std::size_t>& open_connections;
  Peers& peers;
  boost::asio::ssl::context* tls;  ///< May be null.
};

class EventLoop final : public Loop, private Evictions {
 public:
  /// What is shared must outlive the loop.
  explicit EventLoop(const LoopsShared& shared);
  ~EventLoop();

  /// Accepts from a listening socket, which it takes over. Before run(). Errors: kIo.
  Result<void> listen(int descriptor, int family);
  /// All loops, which help each other when something is short. Before run().
  void know(const std::vector<std::unique_ptr<EventLoop>>& loops) { loops_ = &loops; }

  /// Serves until stop() and until the last connection is gone. The handler is made, used and
  /// destroyed on this thread.
  void run(const std::function<std::unique_ptr<Handler>(Loop&)>& make_handler);

  /// No new connections and requests; what has begun is answered, within `grace_ms`. Any thread.
  void stop(std::int64_t grace_ms);

  void post(Task& task) override;
  const HttpProbe& probe() const { return probe_; }

 private:
  using Protocol = boost::asio::generic::stream_protocol;
  struct Door {
    explicit Door(boost::asio::io_context& io) : acceptor(io) {}
    boost::asio::basic_socket_acceptor<Protocol> acceptor;
    Protocol::endpoint peer;
    bool failed = false;  ///< Short of something: tried again with the next tick.
  };

  void accept(Door& door);
  void on_accepted(Protocol::socket socket, const Protocol::endpoint& from);
  bool admit(const Peer& peer);
  bool evict_idlest(const Peer* of_peer);
  bool make_room(std::size_t bytes, const Connection* asking) override;
  std::size_t close_oldest_holders(std::size_t bytes, const Connection* asking);
  void ask_others(std::function<void(EventLoop&)> favor);
  void tick();
  void begin_stop(std::int64_t grace_ms);

  HttpProbe probe_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> alive_;
  std::deque<Door> doors_;
  boost::asio::steady_timer ticks_;
  boost::asio::ssl::context* tls_;
  LoopState state_;
  TaskQueue tasks_;
  boost::intrusive::list<Connection, boost::intrusive::constant_time_size<false>> connections_;
  const std::vector<std::unique_ptr<EventLoop>>* loops_ = nullptr;
  std::int64_t abort_at_ms_ = 0;  ///< With state_.stopping: when patience ends.
};

}  // namespace magneto::internal::http_server
