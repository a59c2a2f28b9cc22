// SPDX-License-Identifier: Apache-2.0
#include "server/separate_call.h"

#include "base/log.h"
#include "database/error_answer.h"
#include "server/loop_handler.h"
#include "server/request_log.h"
#include "server/routes.h"

namespace magneto::internal::server {
namespace {

std::int64_t microseconds_since(std::chrono::steady_clock::time_point start) {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now() - start).count();
}

}  // namespace

void SeparateCall::start() {
  const Result<void> begun = begin();
  if (begun.ok()) return;
  fail(begun.error());
  answer();
}

Result<void> SeparateCall::begin() {
  const http::Request& request = exchange_.request();
  operation_ = operations::find_operation(request.header("x-amz-target"));
  if (operation_ == nullptr) return Error(ErrorCode::kUnknownOperation, "");
  MAGNETO_RETURN_IF_ERROR(worker_.authenticator().check(request));
  MAGNETO_ASSIGN_OR_RETURN(const std::string credential,
                           worker_.authenticator().credential(request));
  MAGNETO_ASSIGN_OR_RETURN(space_, space_name(worker_.shared().separation, credential));
  database::Database* database = spaces_.find(space_);
  if (database != nullptr && !is_large_body(request)) return call(*database);
  worker_.probe().to_pool.add();
  return worker_.shared().pool.submit(*this, operations::Effect::kCatalog);
}

Result<void> SeparateCall::call(database::Database& database) {
  const http::Request& request = exchange_.request();
  MAGNETO_ASSIGN_OR_RETURN(const std::string_view body,
                           body_.of(request, exchange_.budget(), worker_.shared().max_body_bytes));
  database.call(operation_->target, body, [this](database::Answer answer) {
    answer_ = std::move(answer);
    exchange_.loop().post(*this);
  });
  return {};
}

void SeparateCall::run_blocking(database::OperationRunner&) {
  Result<database::Database*> opened = spaces_.open(space_);
  const Result<void> called =
      opened.ok() ? call(**opened) : Result<void>(std::move(opened).error());
  if (called.ok()) return;
  fail(called.error());
  exchange_.loop().post(*this);
}

void SeparateCall::run() { answer(); }

void SeparateCall::fail(const Error& error) {
  if (database::is_internal(error)) {
    report("the tables of " + space_.directory + " cannot be used", error);
  }
  json::JsonWriter out;
  answer_.status = database::write_error_answer(out, error);
  answer_.body = out.text();
}

/// The exchange is the connection's again after this.
void SeparateCall::answer() {
  body_.reset();
  ServerProbe& probe = worker_.probe();
  if (operation_ == nullptr) {
    probe.refused.add();
  } else {
    OperationProbe& of_operation = probe.by_operation[static_cast<std::size_t>(
        operation_ - operations::all_operations().data())];
    of_operation.count(answer_.status);
    of_operation.latency.add(microseconds_since(started_));
  }
  if (worker_.shared().log_requests) log();
  exchange_.answer({.status = answer_.status,
                    .body = answer_.body,
                    .content_type = answer_content_type(exchange_.request()),
                    .allow_origin = worker_.shared().web_access.answer_origin(exchange_.request()),
                    .held_bytes = answer_.body.capacity()});
}

void SeparateCall::log() const {
  const http::Request& request = exchange_.request();
  log_request({.time_ms = worker_.shared().services.clock.now_ms(),
               .method = request.method,
               .what = operation_ ? operation_->name : request.header("x-amz-target"),
               .status = answer_.status,
               .bytes_in = request.body.size(),
               .bytes_out = answer_.body.size(),
               .microseconds = microseconds_since(started_)});
}

}  // namespace magneto::internal::server
