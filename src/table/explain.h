// SPDX-License-Identifier: Apache-2.0
//
// The request that a call would send, taken from the client's own encoder by a connection that
// sends nothing.
#pragma once

#include <memory>
#include <string>

#include "magneto/client.h"

namespace magneto::internal::table {

class Recorder : public Connection {
 public:
  Result<Answer> exchange(const Request& request) override {
    text_ = std::string(request.operation()) + ' ' + std::string(request.body);
    return Error(ErrorCode::kCancelled, "the request is only shown");
  }
  std::string name() const override { return "nowhere"; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace magneto::internal::table

namespace magneto {

template <class Operation>
Result<std::string> explain(const typename Operation::Input& input) {
  auto recorder = std::make_shared<internal::table::Recorder>();
  const Client client(recorder, {.retry = RetryOptions::never()});
  auto sent = client.call<Operation>(input).get();
  if (!recorder->text().empty()) return recorder->text();
  return sent.error();  // what could not be encoded
}

}  // namespace magneto
