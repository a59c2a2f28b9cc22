// SPDX-License-Identifier: Apache-2.0
//
// Exchanges with servers that answer, and with servers that misbehave.
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "transport/server.h"
#include "transport/test_server.h"

namespace magneto::internal::transport {
namespace {

using namespace std::chrono_literals;
using magneto::ErrorCode;

TEST(Transport, ExchangesShareAConnection) {
  TestServer server(serve_well);
  Transport transport{Options()};
  for (int i = 0; i < 3; ++i) {
    const auto got = transport.server(server.origin())->exchange(kRequest, {});
    ASSERT_TRUE(got) << got.error().to_string();
    EXPECT_EQ(got->status(), 200);
    EXPECT_EQ(got->body(), "{}");
  }
  EXPECT_EQ(server.connections, 1);
}

TEST(Transport, AsynchronousExchangesShareAConnection) {
  TestServer server(serve_well);
  Transport transport{Options()};
  for (int i = 0; i < 3; ++i) {
    std::promise<magneto::Result<Answer>> got;
    const Bounds bounds;
    transport.server(server.origin())
        ->start(kRequest, bounds,
                [&got](magneto::Result<Answer> result) { got.set_value(std::move(result)); });
    const auto result = got.get_future().get();
    ASSERT_TRUE(result) << result.error().to_string();
    EXPECT_EQ(result->body(), "{}");
  }
  EXPECT_EQ(server.connections, 1);
}

TEST(Transport, AConnectionThatTheServerEndedIsNotUsedAgain) {
  TestServer server([](int fd) {
    read_request(fd);
    write_all(fd, answer("{}"));
  });
  Transport transport{Options()};
  for (int i = 0; i < 2; ++i) {
    const auto got = transport.server(server.origin())->exchange(kRequest, {});
    EXPECT_TRUE(got) << got.error().to_string();
    while (server.ended <= i) std::this_thread::yield();
    std::this_thread::sleep_for(5ms);  // What was used a moment ago is not asked whether it ended.
  }
  EXPECT_EQ(server.connections, 2);
}

TEST(Transport, AnOldConnectionIsNotUsedAgain) {
  TestServer server([](int fd) {
    read_request(fd);
    write_all(fd, answer("{}"));
  });
  Options options;
  options.pool.max_age = 0s;
  Transport transport(std::move(options));
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(transport.server(server.origin())->exchange(kRequest, {}));
  }
  EXPECT_EQ(server.connections, 2);
}

TEST(Transport, AnEndBeforeTheAnswerIsALostConnection) {
  TestServer server([](int fd) { read_request(fd); });
  EXPECT_EQ(exchange(server).error().code(), ErrorCode::kConnectionLost);
}

TEST(Transport, AResetIsALostConnection) {
  TestServer server([](int fd) {
    read_request(fd);
    const linger reset{1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  });
  EXPECT_EQ(exchange(server).error().code(), ErrorCode::kConnectionLost);
}

TEST(Transport, HalfAnAnswerIsALostConnection) {
  TestServer server([](int fd) {
    read_request(fd);
    write_all(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  });
  EXPECT_EQ(exchange(server).error().code(), ErrorCode::kConnectionLost);
}

TEST(Transport, ABodyThatDoesNotComeIsATimeout) {
  TestServer server([](int fd) {
    read_request(fd);
    write_all(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    read_request(fd);
  });
  EXPECT_EQ(exchange(server, impatient()).error().code(), ErrorCode::kTimeout);
}

TEST(Transport, TheDeadlineEndsAnExchange) {
  TestServer server([](int fd) {
    read_request(fd);
    read_request(fd);
  });
  Bounds bounds;
  bounds.deadline = std::chrono::steady_clock::now() + 30ms;
  EXPECT_EQ(exchange(server, {}, bounds).error().code(), ErrorCode::kDeadline);
}

TEST(Transport, TheDeadlineEndsAnAsynchronousExchange) {
  TestServer server([](int fd) {
    read_request(fd);
    read_request(fd);
  });
  Bounds bounds;
  bounds.deadline = std::chrono::steady_clock::now() + 30ms;
  Transport transport{Options()};
  std::promise<magneto::Result<Answer>> got;
  transport.server(server.origin())
      ->start(kRequest, bounds,
              [&got](magneto::Result<Answer> result) { got.set_value(std::move(result)); });
  EXPECT_EQ(got.get_future().get().error().code(), ErrorCode::kDeadline);
}

TEST(Transport, AnExchangeIsCancelledFromAnotherThread) {
  TestServer server([](int fd) {
    read_request(fd);
    read_request(fd);
  });
  Bounds bounds;
  bounds.cancellation = Cancellation();
  std::thread other([&bounds] {
    std::this_thread::sleep_for(20ms);
    bounds.cancellation.cancel();
  });
  EXPECT_EQ(exchange(server, {}, bounds).error().code(), ErrorCode::kCancelled);
  other.join();
}

TEST(Transport, NobodyListeningIsNoConnection) {
  std::string url;
  { url = TestServer(serve_well).url(); }
  Transport transport{Options()};
  EXPECT_EQ(transport.server(parse_url(url)->origin)->exchange(kRequest, {}).error().code(),
            ErrorCode::kConnect);
}

TEST(Transport, AWrongChecksumIsAnError) {
  TestServer server([](int fd) {
    read_request(fd);
    write_all(fd, answer("{}", "x-amz-crc32: 12345\r\n"));
  });
  EXPECT_EQ(exchange(server).error().code(), ErrorCode::kChecksum);
}

TEST(Transport, ARightChecksumIsNone) {
  TestServer server([](int fd) {
    read_request(fd);
    write_all(fd, answer("{}", "X-Amz-Crc32: 2745614147\r\n"));
  });
  EXPECT_TRUE(exchange(server));
}

TEST(Transport, SomethingElseThanHttpIsAnError) {
  TestServer server([](int fd) {
    read_request(fd);
    write_all(fd, "SSH-2.0-OpenSSH\r\n\r\n");
  });
  EXPECT_EQ(exchange(server).error().code(), ErrorCode::kBadAnswer);
}

TEST(Transport, AnAnswerThatIsTooLargeIsRefused) {
  TestServer server([](int fd) {
    read_request(fd);
    write_all(fd, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
  });
  EXPECT_EQ(exchange(server).error().code(), ErrorCode::kBadAnswer);
}

TEST(Transport, AnAnswerToHeadHasNoBody) {
  TestServer server([](int fd) {
    read_request(fd);
    write_all(fd, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
  });
  Transport transport(Options{});
  HttpRequest request = kRequest;
  request.method = "HEAD";
  const auto got = transport.server(server.origin())->exchange(request, {});
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_EQ(got->header("content-length"), "99");
  EXPECT_EQ(got->body(), "");
}

TEST(Transport, GzipIsLeftWhereItIsNotToBeUndone) {
  TestServer server([](int fd) {
    read_request(fd);
    write_all(fd, answer("no gzip", "Content-Encoding: gzip\r\n"));
  });
  EXPECT_EQ(exchange(server).error().code(), ErrorCode::kBadAnswer);
  Transport transport(Options{});
  HttpRequest request = kRequest;
  request.decode = false;
  const auto got = transport.server(server.origin())->exchange(request, {});
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_EQ(got->body(), "no gzip");
}

TEST(Transport, AProxyGetsTheWholeUrlAndTheLogin) {
  std::string seen;
  TestServer proxy([&seen](int fd) {
    seen = read_request(fd);
    write_all(fd, answer("{}"));
  });
  Options options;
  options.proxy = {.url = proxy.url(), .user = "me", .password = "secret"};
  Transport transport(std::move(options));
  const auto got =
      transport.server(parse_url("http://db.example:8000")->origin)->exchange(kRequest, {});
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_TRUE(seen.starts_with("POST http://db.example:8000/ HTTP/1.1\r\n")) << seen;
  EXPECT_NE(seen.find("Proxy-Authorization: Basic bWU6c2VjcmV0\r\n"), std::string::npos) << seen;
}

TEST(Transport, AProxyThatRefusesATunnelIsNamed) {
  TestServer proxy([](int fd) {
    char buffer[1024];
    static_cast<void>(::recv(fd, buffer, sizeof buffer, 0));
    write_all(fd, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
  });
  Options options;
  options.proxy.url = proxy.url();
  Transport transport(std::move(options));
  const auto got =
      transport.server(parse_url("https://db.example")->origin)->exchange(kRequest, {});
  EXPECT_EQ(got.error().code(), ErrorCode::kProxy);
  EXPECT_NE(got.error().message().find("407"), std::string::npos);
}

TEST(Transport, AServerWithoutTlsIsATlsError) {
  TestServer server([](int fd) {
    char buffer[1024];
    static_cast<void>(::recv(fd, buffer, sizeof buffer, 0));
    write_all(fd, "HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  Origin origin = server.origin();
  origin.tls = true;
  Transport transport{Options()};
  EXPECT_EQ(transport.server(origin)->exchange(kRequest, {}).error().code(), ErrorCode::kTls);
}

TEST(Transport, AFileThatCannotBeReadIsNamed) {
  Options options;
  options.tls.ca_file = "/nowhere/ca.pem";
  const Transport transport(std::move(options));
  ASSERT_TRUE(transport.problem());
  EXPECT_NE(transport.problem()->message().find("/nowhere/ca.pem"), std::string::npos);
}

TEST(Transport, AuthoritiesThatAreNoneAreNamedWhereTheyAreNeeded) {
  TestServer server([](int fd) {
    read_request(fd);
    write_all(fd, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  Options options;
  options.tls.ca_file = "/dev/null";
  Transport transport(std::move(options));
  EXPECT_FALSE(transport.problem());
  EXPECT_TRUE(transport.server(server.origin())->exchange(kRequest, {}));
  Origin secure = server.origin();
  secure.tls = true;
  const magneto::Result<Answer> refused = transport.server(secure)->exchange(kRequest, {});
  EXPECT_EQ(refused.error().code(), ErrorCode::kInvalidArgument);
  EXPECT_NE(refused.error().message().find("the CA /dev/null cannot be used"), std::string::npos);
}

/// All of `text`, `piece` bytes at a time.
AnswerReader::State feed(AnswerReader& reader, std::string_view text, std::size_t piece) {
  reader.start(1024 * 1024);
  AnswerReader::State state = AnswerReader::State::kHead;
  while (!text.empty()) {
    const std::span<char> room = reader.room();
    const std::size_t size = std::min({piece, text.size(), room.size()});
    text.copy(room.data(), size);
    text.remove_prefix(size);
    state = reader.commit(size);
    if (state != AnswerReader::State::kHead && state != AnswerReader::State::kBody) break;
  }
  return state;
}

TEST(AnswerReader, PiecesOfAnySizeMakeTheSameAnswer) {
  const std::string_view text =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 Bad Request\r\nx-amzn-RequestId: R1\r\n"
      "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
  for (const std::size_t piece : {1u, 2u, 7u, 1000u}) {
    AnswerReader reader;
    ASSERT_EQ(feed(reader, text, piece), AnswerReader::State::kDone) << piece;
    EXPECT_TRUE(reader.keeps_connection());
    const auto got = reader.take();
    EXPECT_EQ(got->status(), 400);
    EXPECT_EQ(got->body(), "hello world");
    EXPECT_EQ(got->header("X-Amzn-RequestID"), "R1");
  }
}

TEST(AnswerReader, TwoLengthsAreNoHttp) {
  AnswerReader reader;
  EXPECT_EQ(feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 9),
            AnswerReader::State::kMalformed);
}

TEST(AnswerReader, WhatFollowsAnAnswerEndsTheConnection) {
  AnswerReader reader;
  EXPECT_EQ(feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1", 1000),
            AnswerReader::State::kDone);
  EXPECT_FALSE(reader.keeps_connection());
}

TEST(Url, PartsAreRead) {
  const Url url = parse_url("https://user:p%40ss@[::1]:8443/path").value();
  EXPECT_TRUE(url.origin.tls);
  EXPECT_EQ(url.origin.host, "::1");
  EXPECT_EQ(url.origin.port, "8443");
  EXPECT_EQ(url.origin.host_header, "[::1]:8443");
  EXPECT_EQ(url.path, "/path");
  EXPECT_EQ(url.user, "user");
  EXPECT_EQ(url.password, "p@ss");
  EXPECT_EQ(parse_url("https://a.b")->origin.host_header, "a.b");
  EXPECT_EQ(parse_url("unix:/run/x.sock")->origin.unix_path, "/run/x.sock");
}

TEST(Url, WhatIsNoneIsAnError) {
  for (const char* text : {"", "localhost:8000", "ftp://x", "http://", "http://a:0", "http://a:b",
                           "http://a b", "http://[::1", "unix:"}) {
    EXPECT_EQ(parse_url(text).error().code(), ErrorCode::kEndpoint) << text;
  }
}

}  // namespace
}  // namespace magneto::internal::transport
