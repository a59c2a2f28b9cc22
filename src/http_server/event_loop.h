// SPDX-License-Identifier: Apache-2.0
//
// EventLoop: the Loop of one thread, with its io_context, its listening socket and its connections.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <functional>
#include <memory>

#include "base/result.h"
#include "http_server/connection.h"
#include "http_server/loop.h"
#include "http_server/task_queue.h"

namespace magneto::internal::http_server {

class EventLoop final : public Loop {
 public:
  /// `tls` may be null. All references must outlive the loop.
  EventLoop(const http::Limits& limits, http::MemoryBudget& budget,
            std::atomic<std::size_t>& open_connections, boost::asio::ssl::context* tls);
  ~EventLoop();

  /// Opens the listening socket, one of several on the same port. Errors: kIo.
  Result<void> listen(const boost::asio::ip::tcp::endpoint& endpoint);
  boost::asio::ip::tcp::endpoint local_endpoint() const;

  /// Serves until stop() and until the last connection is gone. The handler is made, used and
  /// destroyed on this thread.
  void run(const std::function<std::unique_ptr<Handler>(Loop&)>& make_handler);

  /// No new connections and requests; what has begun is answered, within `grace_ms`. Any thread.
  void stop(std::int64_t grace_ms);

  void post(Task& task) override;
  const HttpProbe& probe() const { return probe_; }

 private:
  void accept();
  void on_accepted(boost::asio::ip::tcp::socket socket);
  void tick();
  void begin_stop(std::int64_t grace_ms);

  HttpProbe probe_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> alive_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer ticks_;
  boost::asio::ssl::context* tls_;
  LoopState state_;
  TaskQueue tasks_;
  boost::intrusive::list<Connection, boost::intrusive::constant_time_size<false>> connections_;
  std::int64_t abort_at_ms_ = 0;  ///< With state_.stopping: when patience ends.
  bool accept_failed_ = false;    ///< Out of file descriptors: tried again with the next tick.
};

}  // namespace magneto::internal::http_server
