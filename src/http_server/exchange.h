// SPDX-License-Identifier: Apache-2.0
//
// Exchange: one request and its answer, on one connection. Handler: who answers.
//
// Requests of one connection come one after the other: the next is read when the last is answered.
// A handler answers at once or later; until then the request's bytes and the Exchange stay valid,
// also when the client has gone (its answer is then dropped).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"
#include "http_server/loop.h"

namespace magneto::internal::http {
class MemoryBudget;
}

namespace magneto::internal::http_server {

/// What a handler keeps with a connection, from request to request, so that nothing is allocated
/// for each one.
class Attachment {
 public:
  virtual ~Attachment() = default;
  /// The answer is sent: its body is no longer needed.
  virtual void sent() {}
};

struct Answer {
  int status = 200;
  std::string_view body = {};  ///< Must stay until the attachment's sent(), or its destruction.
  std::string_view content_type = {};   ///< Empty: no such header.
  std::string_view extra_headers = {};  ///< Complete lines, each with its line end.
  bool close = false;                   ///< Close the connection afterwards.
  bool compressible = true;  ///< May be sent as gzip or deflate when the client accepts it.
  /// The origin whose pages may read it, or "*"; empty: nothing is said of origins.
  std::string_view allow_origin = {};
  /// The memory that the body keeps until it is sent. 0: its size.
  std::size_t held_bytes = 0;
};

/// The answer to a request whose body nobody wants to see.
struct Refusal {
  int status = 400;
  std::string body;
  std::string_view content_type;  ///< Of static storage.
};

/// The loop's thread only, but for request().
class Exchange {
 public:
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  /// The request. Other threads may read it between handle() and answer().
  virtual const http::Request& request() const = 0;

  /// Sends the answer. Exactly once per request.
  virtual void answer(const Answer& answer) = 0;

  virtual Loop& loop() = 0;
  virtual http::MemoryBudget& budget() = 0;

  /// The handler's own, as long as the connection lives.
  std::unique_ptr<Attachment>& attachment() { return attachment_; }

 protected:
  Exchange() = default;
  ~Exchange() = default;

 private:
  std::unique_ptr<Attachment> attachment_;
};

/// One per loop, used on the loop's thread only.
class Handler {
 public:
  virtual ~Handler() = default;
  /// Answers the request now or later.
  virtual void handle(Exchange& exchange) = 0;
  /// Asked before a large body is received: `request` has all but the body. With a refusal the body
  /// is dropped as it comes, and the connection ends.
  virtual std::optional<Refusal> refuse_head(const http::Request&) { return std::nullopt; }
};

}  // namespace magneto::internal::http_server
