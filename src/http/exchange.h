// SPDX-License-Identifier: Apache-2.0
//
// Exchange: one request and its answer, on one connection. Handler: who answers.
//
// Requests of one connection come one after the other: the next is read when the last is answered.
// A handler answers at once or later; until then the request's bytes and the Exchange stay valid,
// also when the client has gone (its answer is then dropped).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "http/loop.h"
#include "http/request.h"

namespace magneto::http {

class MemoryBudget;

/// What a handler keeps with a connection, from request to request, so that nothing is allocated
/// for each one.
class Attachment {
 public:
  virtual ~Attachment() = default;
};

struct Answer {
  int status = 200;
  std::string_view content_type = {};   ///< Empty: no such header.
  std::string_view extra_headers = {};  ///< Complete lines, each with its line end.
  bool close = false;                   ///< Close the connection afterwards.
  bool compressible = true;  ///< May be sent as gzip or deflate when the client accepts it.
};

/// Not thread safe: the loop's thread only, but for what is said of request() and body().
class Exchange {
 public:
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  /// The request. Another thread may read it, and write body(), between handle() and answer() if
  /// the loop's thread leaves both alone meanwhile.
  virtual const Request& request() const = 0;
  /// The answer's body, empty at first. Keeps its capacity from request to request.
  std::string& body() { return body_; }

  /// Sends body() as the answer. Exactly once a request. After it the Exchange belongs to the
  /// connection again.
  virtual void answer(const Answer& answer) = 0;

  virtual Loop& loop() = 0;
  virtual MemoryBudget& budget() = 0;

  std::unique_ptr<Attachment>& attachment() { return attachment_; }

 protected:
  Exchange() = default;
  ~Exchange() = default;

 private:
  std::string body_;
  std::unique_ptr<Attachment> attachment_;
};

/// One per loop, used on the loop's thread only.
class Handler {
 public:
  virtual ~Handler() = default;
  /// Answers the request now or later.
  virtual void handle(Exchange& exchange) = 0;
};

}  // namespace magneto::http
