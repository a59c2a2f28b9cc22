// SPDX-License-Identifier: Apache-2.0
//
// Connection: what carries a request to a service and brings its answer back: HTTP, a Unix socket,
// a database in this process, a fake in a test. A Client stands on one.
//
//   class Canned : public Connection {
//     Result<Answer> exchange(const Request&) override { return Answer(200, R"({"Item":{}})"); }
//   };
//   Client client(std::make_shared<Canned>());
//
// One exchange is one attempt: retrying, rate limits and the meaning of answers are the client's
// business, above. Implementations are thread safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "magneto/cancellation.h"
#include "magneto/result.h"

namespace magneto {

/// One request. Views: what they view stays until the answer is there.
struct Request {
  std::string_view target;  ///< "DynamoDB_20120810.GetItem": API version and operation.
  std::string_view body;    ///< JSON.
  /// The ARN of the table, where the request names one: it may choose the endpoint. Else empty.
  std::string_view table_arn = {};
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  Cancellation cancellation = Cancellation::never();

  /// "GetItem".
  std::string_view operation() const { return target.substr(target.find('.') + 1); }
};

namespace detail {

/// Frees a buffer, and wipes that many of its bytes before.
struct FreeBytes {
  std::size_t secret_bytes = 0;
  void operator()(char* bytes) const;
};

}  // namespace detail

/// An answer: status, headers, body. Whatever the status is, an answer is no error of a Connection.
class Answer {
 public:
  /// That many bytes behind the body may be read.
  static constexpr std::size_t kPadding = 64;
  using Bytes = std::unique_ptr<char[], detail::FreeBytes>;

  Answer() = default;
  /// For connections without HTTP, and fakes.
  Answer(int status, std::string_view body,
         const std::vector<std::pair<std::string, std::string>>& headers = {});
  /// Takes a buffer over: header lines ("Name: value\r\n") from `head` on, the body from `body`
  /// on, both up to their sizes. REQUIRES: kPadding bytes behind the body.
  struct Layout {
    std::size_t head = 0;
    std::size_t head_size = 0;
    std::size_t body = 0;
    std::size_t body_size = 0;
  };
  Answer(int status, Bytes bytes, const Layout& layout)
      : status_(status), bytes_(std::move(bytes)), layout_(layout) {}

  int status() const { return status_; }
  std::string_view body() const { return {bytes_.get() + layout_.body, layout_.body_size}; }
  /// The first of that name, whatever its case; empty without one. O(headers).
  std::string_view header(std::string_view name) const;

 private:
  int status_ = 0;
  Bytes bytes_;
  Layout layout_;
};

class Connection {
 public:
  using Done = std::function<void(Result<Answer>)>;

  virtual ~Connection() = default;

  /// Waits for the answer on the caller's thread. Errors: kConnect, kConnectionLost, kTimeout,
  /// kDeadline, kCancelled, kTls, kProxy, kChecksum, kBadAnswer, kCredentials, kEndpoint.
  virtual Result<Answer> exchange(const Request& request) = 0;

  /// Returns at once; `done` is run once, on the event loop's thread or before `start` returns.
  /// Without an override it is `done(exchange(request))`.
  virtual void start(const Request& request, Done done) { done(exchange(request)); }

  /// Called with an answer that refused the request for who signed it or when; `service_code` is
  /// the service's name of the error. True: the reason is mended (the clock corrected by the
  /// answer's date, expired credentials fetched anew), and the client sends the request again now.
  virtual bool mend(const Answer& answer, std::string_view service_code) {
    static_cast<void>(answer);
    static_cast<void>(service_code);
    return false;
  }

  /// Where it leads: "https://dynamodb.eu-central-1.amazonaws.com", "in process".
  virtual std::string name() const { return "a connection"; }
};

}  // namespace magneto
