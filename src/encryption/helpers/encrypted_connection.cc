// SPDX-License-Identifier: Apache-2.0
#include "encryption/helpers/encrypted_connection.h"

#include <utility>
#include <vector>

#include "encryption/helpers/operations.h"
#include "encryption/helpers/trees.h"
#include "magneto/error_details.h"

namespace magneto::internal::encryption {
namespace {

constexpr int kBadRequest = 400;

Map reason_tree(const CancellationReason& reason) {
  Map tree{{"Code", reason.code_text.empty() ? "None" : reason.code_text}};
  if (!reason.message.empty()) tree.set("Message", reason.message);
  if (reason.item) {
    if (Result<Item> item = tree_of_item(*reason.item)) tree.set("Item", std::move(*item));
  }
  return tree;
}

/// An error of the service, or of encryption, in the form in which the service has errors.
Answer error_answer(const Error& error) {
  Map body{{"__type", error.service_code()}, {"message", error.message()}};
  if (error.item() != nullptr) {
    if (Result<Item> item = tree_of_item(*error.item())) body.set("Item", std::move(*item));
  }
  List reasons;
  for (const CancellationReason& reason : error.cancellation_reasons()) {
    reasons.push_back(reason_tree(reason));
  }
  if (!reasons.empty()) body.set("CancellationReasons", std::move(reasons));
  List throttling;
  for (const ThrottlingReason& reason : error.throttling_reasons()) {
    throttling.push_back(Map{{"reason", reason.reason}, {"resource", reason.resource}});
  }
  if (!throttling.empty()) body.set("throttlingReasons", std::move(throttling));
  const int status = error.http_status() == 0 ? kBadRequest : error.http_status();
  return Answer(status, to_plain_json(body), {{"x-amzn-RequestId", error.request_id()}});
}

Result<Answer> answer_of(const Result<std::string>& body) {
  if (body) return Answer(200, *body);
  // Errors of transport have no name in the service's form, and none is needed.
  if (body.error().service_code().empty()) return body.error();
  return error_answer(body.error());
}

class EncryptedConnection final : public Connection {
 public:
  explicit EncryptedConnection(std::shared_ptr<TableBook> book) : book_(std::move(book)) {}

  Result<Answer> exchange(const Request& request) override {
    Call<std::string> call = prepared(request);
    return answer_of(call.get());
  }
  void start(const Request& request, Done done) override {
    Call<std::string> call = prepared(request);
    std::move(call).then(
        [done = std::move(done)](const Result<std::string>& body) { done(answer_of(body)); });
  }
  std::string name() const override { return "encrypted, over " + book_->client().endpoint(); }

 private:
  Call<std::string> prepared(const Request& request) const {
    Call<std::string> call =
        run_encrypted(book_, std::string(request.operation()), std::string(request.body));
    return std::move(call).until(request.deadline).cancelled_by(request.cancellation);
  }

  std::shared_ptr<TableBook> book_;
};

}  // namespace

std::shared_ptr<Connection> encrypted_connection(std::shared_ptr<TableBook> book) {
  return std::make_shared<EncryptedConnection>(std::move(book));
}

}  // namespace magneto::internal::encryption
