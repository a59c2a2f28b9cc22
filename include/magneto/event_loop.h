// SPDX-License-Identifier: Apache-2.0
//
// EventLoop: where asynchronous calls wait. Give one to a client (ClientOptions::loop) and run it
// on a thread of yours, or let the client make one that runs on a thread of its own from the first
// asynchronous call on. Blocking calls need none.
//
//   EventLoop loop;
//   Client client({.region = "eu-central-1", .loop = loop});
//   client.table("Songs").get(key).then([&](auto song) { ...; loop.stop(); });
//   loop.run();
//
// A handle: copies are one loop. `post`, `after` and `stop` are thread safe; `run` and `poll` are
// called on one thread at a time.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace magneto {

class EventLoop {
 public:
  using Duration = std::chrono::steady_clock::duration;

  EventLoop();

  /// Runs until stop().
  void run();
  /// Does what can be done at once, or waits for the first thing up to `timeout` and does that.
  void poll(Duration timeout = Duration::zero());
  /// Makes run() return. A later run() goes on.
  void stop();

  void post(std::function<void()> task);
  void after(Duration delay, std::function<void()> task);

  /// A descriptor that is readable whenever poll() has something to do soon: for a place in
  /// another event loop. Timers make it readable too.
  int descriptor() const;

  /// For connections.
  class Rep;
  Rep& rep() const { return *rep_; }

 private:
  std::shared_ptr<Rep> rep_;
};

}  // namespace magneto
