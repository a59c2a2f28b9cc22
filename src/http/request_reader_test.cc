// SPDX-License-Identifier: Apache-2.0
#include "http/request_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace magneto::internal::http {
namespace {

using State = RequestReader::State;
using Failure = RequestReader::Failure;

class RequestReaderTest : public testing::Test {
 protected:
  /// Gives `bytes` to the reader in pieces of `step`, as far as it wants them.
  State feed(std::string_view bytes, std::size_t step = 1 << 20) {
    State state = reader_.advance();
    while (state == State::kNeedMore && !bytes.empty()) {
      std::span<char> room = reader_.room();
      EXPECT_FALSE(room.empty());
      std::size_t n = std::min({room.size(), bytes.size(), step});
      std::memcpy(room.data(), bytes.data(), n);
      reader_.commit(n);
      bytes.remove_prefix(n);
      state = reader_.advance();
    }
    rest_ = bytes;
    return state;
  }

  void expect_failure(std::string_view bytes, Failure failure) {
    EXPECT_EQ(feed(bytes), State::kFailed) << bytes.substr(0, 80);
    EXPECT_EQ(reader_.failure(), failure) << bytes.substr(0, 80);
  }

  Limits limits_;
  MemoryBudget budget_{64 * 1024 * 1024};
  RequestReader reader_{limits_, budget_};
  std::string_view rest_;
};

constexpr std::string_view kCall =
    "POST /p%20q?a=b&c HTTP/1.1\r\nHost: localhost:8000\r\nX-Amz-Target:  T.Op \t\r\n"
    "Content-Length: 5\r\n\r\nhello";

TEST_F(RequestReaderTest, ReadsARequestWhateverThePieces) {
  for (std::size_t step : {1ul, 2ul, 3ul, 7ul, 64ul, 1000ul}) {
    ASSERT_EQ(feed(kCall, step), State::kComplete) << step;
    const Request& request = reader_.request();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.path, "/p%20q");
    EXPECT_EQ(request.query, "a=b&c");
    ASSERT_EQ(request.headers.size(), 3u);
    EXPECT_EQ(request.header("x-amz-target"), "T.Op");
    EXPECT_EQ(request.header("HOST"), "localhost:8000");
    EXPECT_FALSE(request.has_header("host2"));
    EXPECT_EQ(request.body, "hello");
    EXPECT_TRUE(reader_.keep_alive());
    reader_.next();
    EXPECT_EQ(reader_.phase(), RequestReader::Phase::kIdle);
  }
}

TEST_F(RequestReaderTest, KeepsPipelinedRequestsApart) {
  std::string bytes = std::string(kCall) + "GET / HTTP/1.0\r\n\r\n\r\n" + std::string(kCall);
  ASSERT_EQ(feed(bytes), State::kComplete);
  EXPECT_EQ(reader_.request().body, "hello");
  reader_.next();
  ASSERT_EQ(reader_.advance(), State::kComplete);
  EXPECT_EQ(reader_.request().method, "GET");
  EXPECT_EQ(reader_.request().body, "");
  EXPECT_FALSE(reader_.keep_alive());
  reader_.next();
  ASSERT_EQ(reader_.advance(), State::kComplete);
  EXPECT_EQ(reader_.request().query, "a=b&c");
  reader_.next();
  EXPECT_EQ(reader_.advance(), State::kNeedMore);
  EXPECT_EQ(reader_.phase(), RequestReader::Phase::kIdle);
}

TEST_F(RequestReaderTest, JoinsChunksInPlace) {
  constexpr std::string_view kChunked =
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: h\r\n\r\n"
      "5\r\nhello\r\n1;name=value\r\n \r\n6\r\nworld!\r\n0\r\nTrailer: x\r\n\r\n";
  for (std::size_t step : {1ul, 2ul, 5ul, 100ul}) {
    std::string both = std::string(kChunked) + std::string(kCall);
    ASSERT_EQ(feed(both, step), State::kComplete) << step;
    EXPECT_EQ(reader_.request().body, "hello world!");
    EXPECT_EQ(reader_.request().header("host"), "h");
    EXPECT_FALSE(reader_.request().has_header("trailer"));
    reader_.next();
    std::string_view rest = rest_;
    ASSERT_EQ(feed(rest, step), State::kComplete) << step;
    EXPECT_EQ(reader_.request().body, "hello");
    reader_.next();
  }
}

// Beast 1.74 asserted on this.
TEST_F(RequestReaderTest, AnEmptyBodyInChunksMayComeByteByByte) {
  constexpr std::string_view kEmpty =
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  ASSERT_EQ(feed(kEmpty, 1), State::kComplete);
  EXPECT_EQ(reader_.request().body, "");
}

TEST_F(RequestReaderTest, LargeBodiesComeWholeAndTheirMemoryGoesBack) {
  std::string body(16 * 1024 * 1024, 'x');
  body.back() = 'y';
  std::string head =
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  ASSERT_EQ(feed(head + body, 100'000), State::kComplete);
  EXPECT_EQ(reader_.request().body, body);
  EXPECT_GE(budget_.used(), body.size());
  reader_.next();
  EXPECT_EQ(budget_.used(), 0u);
}

TEST_F(RequestReaderTest, LargeChunkedBodiesComeWhole) {
  std::string bytes = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::string body;
  for (int i = 0; i < 300; ++i) {
    std::string chunk(static_cast<std::size_t>(1 + i * 37 % 9000), static_cast<char>('a' + i % 26));
    char size[16];
    std::snprintf(size, sizeof(size), "%zx\r\n", chunk.size());
    bytes += size + chunk + "\r\n";
    body += chunk;
  }
  ASSERT_EQ(feed(bytes + "0\r\n\r\n", 4'000), State::kComplete);
  EXPECT_EQ(reader_.request().body, body);
}

TEST_F(RequestReaderTest, ADeclaredBodyTakesNoMemoryBeforeItComes) {
  ASSERT_EQ(feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 16000000\r\n\r\nabc"),
            State::kNeedMore);
  EXPECT_LT(budget_.used(), 100'000u);
}

TEST_F(RequestReaderTest, RefusesLargeBodies) {
  expect_failure("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 16777217\r\n\r\n",
                 Failure::kBodyTooLarge);
}

TEST_F(RequestReaderTest, RefusesLargeChunkedBodies) {
  std::string bytes = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 17; ++i) bytes += "100000\r\n" + std::string(0x100000, 'x') + "\r\n";
  expect_failure(bytes, Failure::kBodyTooLarge);
}

TEST_F(RequestReaderTest, RefusesLargeHeaders) {
  std::string line = "X: " + std::string(8'000, 'x') + "\r\n";
  expect_failure("GET / HTTP/1.1\r\n" + line + line + line, Failure::kHeaderTooLarge);
}

TEST_F(RequestReaderTest, RefusesALongTarget) {
  expect_failure("GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: h\r\n\r\n",
                 Failure::kHeaderTooLarge);
}

TEST_F(RequestReaderTest, AcceptsHeadersUpToTheLimit) {
  std::string head = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
  head += std::string(limits_.header_bytes - head.size() - 4, 'x') + "\r\n\r\n";
  EXPECT_EQ(feed(head, 1'000), State::kComplete);
}

TEST_F(RequestReaderTest, RefusesWhatTheBudgetCannotPay) {
  ASSERT_TRUE(budget_.take(64 * 1024 * 1024 - 100'000));
  std::string head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n";
  expect_failure(head + std::string(1'000'000, 'x'), Failure::kOverloaded);
}

struct Malformed : RequestReaderTest, testing::WithParamInterface<const char*> {};

TEST_F(RequestReaderTest, AHostIsNeededOnceAndOnlyInHttp11) {
  ASSERT_EQ(feed("GET / HTTP/1.0\r\n\r\n"), State::kComplete);
  reader_.next();
  expect_failure("GET / HTTP/1.1\r\nX: y\r\n\r\n", Failure::kNoHost);
}

TEST_F(RequestReaderTest, TwoHostsAreRefused) {
  expect_failure("GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", Failure::kManyHosts);
}

TEST_F(RequestReaderTest, OnlyHttp11MayWaitForContinue) {
  ASSERT_EQ(feed("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"),
            State::kNeedMore);
  EXPECT_FALSE(reader_.take_expect_continue());
}

TEST_F(RequestReaderTest, TargetsMayBeAbsolute) {
  struct Case {
    const char *target, *authority, *path, *query;
  };
  for (const Case& c :
       {Case{"http://a:8000/", "a:8000", "/", ""}, Case{"HTTP://a", "a", "/", ""},
        Case{"https://a/metrics?x=/y", "a", "/metrics", "x=/y"}, Case{"http://a?x", "a", "/", "x"},
        Case{"/http://a/", "h", "/http://a/", ""}}) {
    std::string bytes = "GET " + std::string(c.target) + " HTTP/1.1\r\nHost: h\r\n\r\n";
    ASSERT_EQ(feed(bytes), State::kComplete) << c.target;
    EXPECT_EQ(reader_.request().authority(), c.authority) << c.target;
    EXPECT_EQ(reader_.request().path, c.path) << c.target;
    EXPECT_EQ(reader_.request().query, c.query) << c.target;
    reader_.next();
  }
}

TEST_F(RequestReaderTest, TheHeadIsThereBeforeTheBody) {
  ASSERT_EQ(feed("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nabc"),
            State::kNeedMore);
  ASSERT_EQ(reader_.phase(), RequestReader::Phase::kBody);
  EXPECT_EQ(reader_.head().path, "/x");
  EXPECT_EQ(reader_.head().header("content-length"), "100000");
  EXPECT_EQ(reader_.announced_bytes(), 100'000u);
}

TEST_P(Malformed, IsRefused) { expect_failure(GetParam(), Failure::kMalformed); }

INSTANTIATE_TEST_SUITE_P(
    Requests, Malformed,
    testing::Values(
        "hello\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET /\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nA : b\r\n\r\n", "GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\nab\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n;\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\rx"));

TEST_F(RequestReaderTest, EndlessTrailersAreRefused) {
  expect_failure("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: " +
                     std::string(200'000, 'x'),
                 Failure::kMalformed);
}

TEST_F(RequestReaderTest, EndlessChunkSizesAreRefused) {
  std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  expect_failure(head + std::string(200'000, '0'), Failure::kMalformed);
}

TEST_F(RequestReaderTest, HugeChunkSizesAreRefused) {
  expect_failure(
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n",
      Failure::kBodyTooLarge);
}

TEST_F(RequestReaderTest, EndlessChunkExtensionsAreRefused) {
  expect_failure("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;" +
                     std::string(200'000, 'x'),
                 Failure::kMalformed);
}

TEST_F(RequestReaderTest, SaysOnceThatTheClientWaitsToContinue) {
  ASSERT_EQ(feed("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n"),
            State::kNeedMore);
  EXPECT_EQ(reader_.phase(), RequestReader::Phase::kBody);
  EXPECT_TRUE(reader_.take_expect_continue());
  EXPECT_FALSE(reader_.take_expect_continue());
  ASSERT_EQ(feed("{}"), State::kComplete);
  EXPECT_EQ(reader_.request().body, "{}");
}

TEST_F(RequestReaderTest, ConnectionHeaderDecidesWhetherItIsKept) {
  ASSERT_EQ(feed("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"), State::kComplete);
  EXPECT_FALSE(reader_.keep_alive());
  reader_.next();
  ASSERT_EQ(feed("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"), State::kComplete);
  EXPECT_TRUE(reader_.keep_alive());
}

}  // namespace
}  // namespace magneto::internal::http
