// SPDX-License-Identifier: Apache-2.0
//
// Peers that answer something else than the service would.
#include <gtest/gtest.h>

#include "http/compression.h"
#include "transport/test_server.h"

namespace magneto::internal::transport {
namespace {

using magneto::ErrorCode;

/// What a client makes of a server that answers `text` and closes the connection.
magneto::Result<Answer> got_of(std::string text, Options options = {}) {
  TestServer server([text = std::move(text)](int fd) {
    read_request(fd);
    write_all(fd, text);
  });
  return exchange(server, std::move(options));
}

/// The same for a connection that stays open, so that the client must not wait for its end.
magneto::Result<Answer> got_of_open(std::string text) {
  TestServer server([text = std::move(text)](int fd) {
    read_request(fd);
    write_all(fd, text);
    read_request(fd);
  });
  Options options;
  options.timeouts.read = 300s;
  return exchange(server, std::move(options));
}

void expect_bad(const magneto::Result<Answer>& got, std::string_view why) {
  EXPECT_EQ(got.error().code(), ErrorCode::kBadAnswer);
  EXPECT_NE(got.error().message().find(why), std::string::npos) << got.error().message();
}

TEST(BadAnswers, ThatAreNoHttpAreNotWaitedFor) {
  expect_bad(got_of_open("220 mail.example ESMTP\r\n"), "no HTTP");
  expect_bad(got_of_open("HTTX"), "no HTTP");
  expect_bad(got_of_open(std::string(3, '\0')), "no HTTP");
}

TEST(BadAnswers, OfATlsServerSayThatItIsOne) {
  // An alert: "unexpected message".
  expect_bad(got_of_open(std::string("\x15\x03\x03\x00\x02\x02\x0a", 7)), "https://");
}

TEST(BadAnswers, OfAPlainServerToTlsSayThatItIsOne) {
  TestServer server([](int fd) {
    char buffer[1024];
    static_cast<void>(::recv(fd, buffer, sizeof buffer, 0));
    write_all(fd, "HTTP/1.1 400 Bad Request\r\n\r\n");
    static_cast<void>(::recv(fd, buffer, sizeof buffer, 0));
  });
  Origin origin = server.origin();
  origin.tls = true;
  Transport transport{Options()};
  const auto got = transport.server(origin)->exchange(kRequest, {});
  EXPECT_EQ(got.error().code(), ErrorCode::kTls);
  EXPECT_NE(got.error().message().find("http://"), std::string::npos) << got.error().message();
}

TEST(BadAnswers, AnEndInTheTlsHandshakeIsNoConnection) {
  TestServer server([](int fd) {
    char buffer[1024];
    static_cast<void>(::recv(fd, buffer, sizeof buffer, 0));
  });
  Origin origin = server.origin();
  origin.tls = true;
  Transport transport{Options()};
  const auto got = transport.server(origin)->exchange(kRequest, {});
  EXPECT_EQ(got.error().code(), ErrorCode::kConnect);
  EXPECT_NE(got.error().message().find("in the TLS handshake"), std::string::npos)
      << got.error().message();
}

TEST(BadAnswers, InterimOnesDoNotGoOnForEver) {
  TestServer server([](int fd) {
    read_request(fd);
    const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";
    for (int i = 0; i < 4000; ++i) write_all(fd, interim);
    read_request(fd);
  });
  Options options;
  options.timeouts.read = 300s;
  expect_bad(exchange(server, options), "too large");
}

/// The answer to a request of 8 MB, which no socket takes at once.
magneto::Result<Answer> answer_to_much(const TestServer& server) {
  const std::string body(8 * 1024 * 1024, 'x');
  HttpRequest request = kRequest;
  request.body = body;
  Transport transport{Options()};
  return transport.server(server.origin())->exchange(request, {});
}

TEST(BadAnswers, AnAnswerBeforeAllOfTheRequestWasReadIsTaken) {
  TestServer server([](int fd) {
    char buffer[1024];
    static_cast<void>(::recv(fd, buffer, sizeof buffer, 0));
    write_all(fd, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
    ::shutdown(fd, SHUT_WR);
    char sink[65536];
    while (::recv(fd, sink, sizeof sink, 0) > 0) continue;
  });
  const auto got = answer_to_much(server);
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_EQ(got->status(), 413);
}

TEST(BadAnswers, AnAnswerIsTakenFromAConnectionThatIsResetWhileTheRequestIsWritten) {
  TestServer server([](int fd) {
    char buffer[1024];
    static_cast<void>(::recv(fd, buffer, sizeof buffer, 0));
    // What was not read makes the end a reset.
    write_all(fd, "HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 0\r\n\r\n");
  });
  const auto got = answer_to_much(server);
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_EQ(got->status(), 431);
}

TEST(BadAnswers, AnAnswerOfHttp10LastsToTheEndOfTheConnection) {
  const auto got = got_of("HTTP/1.0 200 OK\r\n\r\n{}");
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_EQ(got->body(), "{}");
}

TEST(BadAnswers, GzipWithSomethingBehindItIsDamaged) {
  std::string packed;
  http::compress(http::Coding::kGzip, "{\"a\":1}", packed);
  const auto good = got_of(answer(packed, "Content-Encoding: gzip\r\n"));
  ASSERT_TRUE(good) << good.error().to_string();
  EXPECT_EQ(good->body(), "{\"a\":1}");
  expect_bad(got_of(answer(packed + "garbage", "Content-Encoding: gzip\r\n")), "gzip");
  expect_bad(got_of(answer(packed.substr(0, packed.size() - 1), "Content-Encoding: gzip\r\n")),
             "gzip");
}

TEST(BadAnswers, AnEmptyBodyIsEmptyAlsoInGzip) {
  const auto got = got_of(answer("", "Content-Encoding: gzip\r\n"));
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_EQ(got->body(), "");
}

/// What the reader makes of all of `text`, and then of the connection's end.
AnswerReader::State state_after(AnswerReader& reader, std::string_view text) {
  reader.start(1024 * 1024);
  AnswerReader::State state = AnswerReader::State::kHead;
  while (!text.empty()) {
    const std::span<char> room = reader.room();
    const std::size_t size = std::min(text.size(), room.size());
    text.copy(room.data(), size);
    text.remove_prefix(size);
    state = reader.commit(size);
    if (state != AnswerReader::State::kHead && state != AnswerReader::State::kBody) return state;
  }
  return reader.end();
}

TEST(BadAnswers, AnEndAtAnyByteIsNoAnswer) {
  for (const std::string_view text :
       {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: x\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: t\r\n\r\n"}) {
    for (std::size_t size = 0; size < text.size(); ++size) {
      AnswerReader reader;
      EXPECT_EQ(state_after(reader, text.substr(0, size)), AnswerReader::State::kMalformed)
          << text.substr(0, size);
    }
    AnswerReader reader;
    EXPECT_EQ(state_after(reader, text), AnswerReader::State::kDone);
    EXPECT_EQ(reader.take()->body(), "hello");
  }
}

TEST(BadAnswers, OddHeadsAndChunksAreRefused) {
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string& text : {
           std::string("HTTP/2 200\r\n\r\n"),
           std::string("HTTP/1.1 20 OK\r\n\r\n"),
           std::string("HTTP/1.1 099 OK\r\n\r\n"),
           std::string("HTTP/1.1 200 OK\r\nno colon\r\n\r\n"),
           std::string("HTTP/1.1 200 OK\r\n: no name\r\n\r\n"),
           std::string("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
           std::string("HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n"),
           std::string("HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551616\r\n\r\n"),
           std::string("HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n"),
           chunked + "x\r\n",
           chunked + "-1\r\n",
           chunked + "2\r\nabc\r\n0\r\n\r\n",
           chunked + "\r\n",
           chunked + "2\nab\n0\n\n",
       }) {
    AnswerReader reader;
    EXPECT_EQ(state_after(reader, text), AnswerReader::State::kMalformed) << text;
  }
  AnswerReader reader;
  EXPECT_EQ(state_after(reader, chunked + "ffffffffffffffff\r\n"), AnswerReader::State::kTooLarge);
  EXPECT_EQ(state_after(reader, "HTTP/1.1 200 OK\r\nA: " + std::string(70'000, 'a')),
            AnswerReader::State::kTooLarge);
}

TEST(BadAnswers, ChunksCountBeforeALengthAndStayChunksWhateverElseIsSaid) {
  AnswerReader reader;
  EXPECT_EQ(state_after(reader,
                        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n"
                        "Transfer-Encoding: identity\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
            AnswerReader::State::kDone);
  EXPECT_EQ(reader.take()->body(), "hello");
}

}  // namespace
}  // namespace magneto::internal::transport
