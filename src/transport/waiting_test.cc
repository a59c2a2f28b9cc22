// SPDX-License-Identifier: Apache-2.0
//
// Deadlines, timeouts and cancellations in each thing that an exchange waits for: a place in the
// pool, a name, a connection, TLS, a proxy, the answer. Blocking and on the event loop.
#include <poll.h>

#include <atomic>
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "transport/test_server.h"

namespace magneto::internal::transport {
namespace {

using Clock = std::chrono::steady_clock;
using magneto::ErrorCode;
using Outcome = magneto::Result<Answer>;

/// Longer than any test takes: what a test ends must not be ended by this.
constexpr auto kLong = 300s;

enum class Way : std::uint8_t { kBlocking, kAsynchronous };

/// An exchange under way; the request and the bounds stay until its end.
class Running {
 public:
  Running(std::shared_ptr<Server> server, Way way, Bounds bounds)
      : server_(std::move(server)), bounds_(std::move(bounds)), future_(done_.get_future()) {
    if (way == Way::kAsynchronous) {
      server_->start(kRequest, bounds_, [this](Outcome got) { done_.set_value(std::move(got)); });
    } else {
      thread_ = std::thread([this] { done_.set_value(server_->exchange(kRequest, bounds_)); });
    }
  }
  ~Running() {
    if (future_.valid()) future_.wait();
    if (thread_.joinable()) thread_.join();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  Outcome outcome() { return future_.get(); }
  bool is_done() const { return future_.wait_for(0s) == std::future_status::ready; }

 private:
  std::shared_ptr<Server> server_;
  Bounds bounds_;
  std::promise<Outcome> done_;
  std::future<Outcome> future_;
  std::thread thread_;
};

Options patient() {
  Options options;
  options.timeouts = {.connect = kLong, .read = kLong};
  return options;
}

Bounds until_soon() {
  Bounds bounds;
  bounds.deadline = Clock::now() + 30ms;
  return bounds;
}

Bounds cancelled_by(const Cancellation& cancellation) {
  Bounds bounds;
  bounds.cancellation = cancellation;
  return bounds;
}

/// Reads and never answers.
void stay_silent(int fd) {
  char buffer[4096];
  while (::recv(fd, buffer, sizeof buffer, 0) > 0) continue;
}

class Waiting : public testing::TestWithParam<Way> {
 protected:
  /// The code with which an exchange with `origin` ends that is given up by its deadline, and by a
  /// cancellation.
  void expect_both_ends(Options options, const Origin& origin) {
    Transport transport(std::move(options));
    EXPECT_EQ(Running(transport.server(origin), GetParam(), until_soon()).outcome().error().code(),
              ErrorCode::kDeadline);
    const Cancellation cancellation;
    Running running(transport.server(origin), GetParam(), cancelled_by(cancellation));
    std::this_thread::sleep_for(20ms);  // So that it is, most of the time, under way.
    cancellation.cancel();
    EXPECT_EQ(running.outcome().error().code(), ErrorCode::kCancelled);
  }
};

INSTANTIATE_TEST_SUITE_P(Both, Waiting, testing::Values(Way::kBlocking, Way::kAsynchronous),
                         [](const auto& way) {
                           return way.param == Way::kBlocking ? "Blocking" : "Asynchronous";
                         });

TEST_P(Waiting, ForAnAnswerEndsWithTheDeadlineOrACancellation) {
  TestServer server(stay_silent);
  expect_both_ends(patient(), server.origin());
}

TEST_P(Waiting, ForTlsEndsWithTheDeadlineOrACancellation) {
  TestServer server(stay_silent);
  Origin origin = server.origin();
  origin.tls = true;
  expect_both_ends(patient(), origin);
}

TEST_P(Waiting, ForAProxyEndsWithTheDeadlineOrACancellation) {
  TestServer proxy(stay_silent);
  Options options = patient();
  options.proxy.url = proxy.url();
  expect_both_ends(std::move(options), parse_url("https://db.example")->origin);
}

TEST_P(Waiting, ForTlsSaysWhatWasWaitedFor) {
  TestServer server(stay_silent);
  Origin origin = server.origin();
  origin.tls = true;
  Transport transport(impatient());
  const Outcome got = Running(transport.server(origin), GetParam(), {}).outcome();
  EXPECT_EQ(got.error().code(), ErrorCode::kConnectTimeout);
  EXPECT_NE(got.error().message().find("TLS handshake took too long (is it an http:// address?)"),
            std::string::npos)
      << got.error().message();
}

TEST_P(Waiting, ForAPlaceInThePoolEndsWithTheDeadlineOrACancellation) {
  TestServer server(stay_silent);
  Options options = patient();
  options.pool.max_connections = 1;
  Transport transport(options);
  const Cancellation first;
  Running holder(transport.server(server.origin()), GetParam(), cancelled_by(first));
  while (server.connections == 0) std::this_thread::yield();
  EXPECT_EQ(
      Running(transport.server(server.origin()), GetParam(), until_soon()).outcome().error().code(),
      ErrorCode::kDeadline);
  const Cancellation second;
  Running waiter(transport.server(server.origin()), GetParam(), cancelled_by(second));
  std::this_thread::sleep_for(20ms);
  second.cancel();
  EXPECT_EQ(waiter.outcome().error().code(), ErrorCode::kCancelled);
  EXPECT_FALSE(holder.is_done());
  first.cancel();
  EXPECT_EQ(holder.outcome().error().code(), ErrorCode::kCancelled);
  EXPECT_EQ(server.connections, 1);
}

TEST_P(Waiting, ForAPlaceInThePoolIsOverWhenOneIsGiven) {
  TestServer server(serve_well);
  Options options = patient();
  options.pool = {.max_connections = 1, .max_idle = 0};
  Transport transport(options);
  std::vector<std::unique_ptr<Running>> calls;
  const Cancellation cancellation;
  for (int i = 0; i < 20; ++i) {
    // Some give up, before or while they wait, which must lose no place.
    const bool gives_up = i % 3 == 1;
    calls.push_back(std::make_unique<Running>(transport.server(server.origin()),
                                              i % 2 == 0 ? GetParam() : Way::kAsynchronous,
                                              gives_up ? cancelled_by(cancellation) : Bounds()));
  }
  cancellation.cancel();
  for (int i = 0; i < 20; ++i) {
    const Outcome got = calls[static_cast<std::size_t>(i)]->outcome();
    if (i % 3 != 1) {
      EXPECT_TRUE(got) << got.error().to_string();
    }
  }
}

/// A server whose name is asked for until the test ends.
class SlowName {
 public:
  explicit SlowName(Options options)
      : shared(new Shared{.options = std::move(options),
                          .tls = {},
                          .tls_problem = {},
                          .resolver = Resolver([end = end_.get_future().share()](const Origin&) {
                            end.wait();
                            return magneto::Error(ErrorCode::kConnect, "the test is over");
                          }),
                          .proxies = {}}),
        server(std::make_shared<Server>(shared, parse_url("http://slow.example")->origin)) {}
  ~SlowName() { end_.set_value(); }
  SlowName(const SlowName&) = delete;
  SlowName& operator=(const SlowName&) = delete;

 private:
  std::promise<void> end_;

 public:
  std::shared_ptr<Shared> shared;
  std::shared_ptr<Server> server;
};

TEST_P(Waiting, ForANameEndsWithTheDeadlineOrACancellation) {
  SlowName name(patient());
  EXPECT_EQ(Running(name.server, GetParam(), until_soon()).outcome().error().code(),
            ErrorCode::kDeadline);
  const Cancellation cancellation;
  Running running(name.server, GetParam(), cancelled_by(cancellation));
  std::this_thread::sleep_for(20ms);
  cancellation.cancel();
  EXPECT_EQ(running.outcome().error().code(), ErrorCode::kCancelled);
}

TEST_P(Waiting, ForANameIsPartOfTheTimeToConnect) {
  SlowName name(impatient());
  const Outcome got = Running(name.server, GetParam(), {}).outcome();
  EXPECT_EQ(got.error().code(), ErrorCode::kConnectTimeout);
  EXPECT_NE(got.error().message().find("looking the name up took too long"), std::string::npos)
      << got.error().message();
}

TEST_P(Waiting, ForTheNextBytesBeginsAnewWithEachThatCome) {
  // The gaps are shorter than the timeout, all of them together longer.
  std::atomic<bool> in_time = false;
  for (int tries = 0; tries < 10 && !in_time; ++tries) {
    TestServer server([&in_time](int fd) {
      read_request(fd);
      in_time = true;
      auto last = Clock::now();
      for (const char* piece : {"HTTP/1.1 200 OK\r\n", "Content-Length: 2\r\n", "\r\n", "{", "}"}) {
        std::this_thread::sleep_for(150ms);
        write_all(fd, piece);
        const auto now = Clock::now();
        if (now - last > 350ms) in_time = false;
        last = now;
      }
      stay_silent(fd);
    });
    Options options;
    options.timeouts.read = 400ms;
    Transport transport(options);
    const Outcome got = Running(transport.server(server.origin()), GetParam(), {}).outcome();
    if (!got && !in_time) continue;  // A busy machine: the server was too slow itself.
    ASSERT_TRUE(got) << got.error().to_string();
    EXPECT_EQ(got->body(), "{}");
  }
}

/// Listens, and has no place for another connection: connecting to it takes for ever.
class FullListener {
 public:
  FullListener() {
    fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    auto* const in = reinterpret_cast<sockaddr_in*>(&address.bytes);
    in->sin_family = AF_INET;
    in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.size = sizeof *in;
    EXPECT_EQ(::bind(fd_, address.get(), address.size), 0);
    EXPECT_EQ(::listen(fd_, 0), 0);
    auto* const to = reinterpret_cast<sockaddr*>(&address.bytes);
    getsockname(fd_, to, &address.size);
    for (int& filler : fillers_) {
      filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      is_full = ::connect(filler, address.get(), address.size) != 0;
      pollfd waits{filler, POLLOUT, 0};
      is_full = is_full && ::poll(&waits, 1, 200) == 0;
      if (is_full) break;
    }
  }
  ~FullListener() {
    for (const int filler : fillers_) {
      if (filler >= 0) ::close(filler);
    }
    ::close(fd_);
  }
  FullListener(const FullListener&) = delete;
  FullListener& operator=(const FullListener&) = delete;

  Address address;
  bool is_full = false;

 private:
  int fd_ = -1;
  int fillers_[8] = {-1, -1, -1, -1, -1, -1, -1, -1};
};

TEST_P(Waiting, ForAnAddressThatDoesNotAnswerLeavesTimeForTheOthers) {
  FullListener full;
  if (!full.is_full) GTEST_SKIP() << "this system takes connections beyond a listener's backlog";
  TestServer good(serve_well);
  Options options = patient();
  options.timeouts = {.connect = 1s, .read = 30s};
  const std::shared_ptr<Shared> shared(new Shared{
      .options = options, .tls = {}, .tls_problem = {}, .resolver = Resolver(), .proxies = {}});
  const Origin origin = parse_url("http://two.example")->origin;
  std::vector<Address> addresses{full.address};
  std::vector<Address> second = shared->resolver.known(good.origin());
  addresses.insert(addresses.end(), second.begin(), second.end());
  shared->resolver.keep(origin, std::move(addresses));
  const Outcome got = Running(std::make_shared<Server>(shared, origin), GetParam(), {}).outcome();
  ASSERT_TRUE(got) << got.error().to_string();
}

}  // namespace
}  // namespace magneto::internal::transport
