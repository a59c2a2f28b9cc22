// SPDX-License-Identifier: Apache-2.0
#include "server/call.h"

#include "base/log.h"
#include "database/error_answer.h"
#include "server/loop_handler.h"
#include "server/request_log.h"
#include "server/routes.h"

namespace magneto::internal::server {
namespace {

/// Answer buffers up to this size are kept for the connection's next call.
constexpr std::size_t kKeptAnswerBytes = 16 * 1024;

std::size_t number_of(const operations::Operation& operation) {
  return static_cast<std::size_t>(&operation - operations::all_operations().data());
}

std::int64_t microseconds_since(std::chrono::steady_clock::time_point start) {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now() - start).count();
}

}  // namespace

void Call::start() {
  started_ = std::chrono::steady_clock::now();
  status_ = 200;
  commit_ = 0;
  operation_ = nullptr;
  body_is_ready_ = false;
  error_name_ = {};
  out_.clear();
  Result<void> result = is_large_body(exchange_.request()) ? admit_large() : run_on_loop();
  if (!result.ok() && result.error().code() == ErrorCode::kWouldBlock) {
    worker_.probe().to_pool.add();
    const auto effect = operation_ ? operation_->effect : operations::Effect::kWrite;
    result = worker_.shared().pool.submit(*this, effect);
    if (result.ok()) return;
    commit_ = 0;
  }
  finish(std::move(result));
}

/// What takes long to look into is looked into elsewhere, and only for those who may call.
Result<void> Call::admit_large() {
  const http::Request& request = exchange_.request();
  const operations::Operation* operation =
      operations::find_operation(request.header("x-amz-target"));
  if (operation == nullptr) return Error(ErrorCode::kUnknownOperation, "");
  MAGNETO_RETURN_IF_ERROR(worker_.authenticator().check(request));
  operation_ = operation;
  return Error(ErrorCode::kWouldBlock, "");
}

/// The service's order: the body must be JSON, the operation must exist, somebody must have signed.
Result<void> Call::run_on_loop() {
  const http::Request& request = exchange_.request();
  MAGNETO_ASSIGN_OR_RETURN(body_, plain_body());
  body_is_ready_ = true;
  Result<json::ParsedBody> parsed = worker_.runner().parser.parse(body_);
  if (!parsed.ok() && !body_.empty()) return std::move(parsed).error();

  const operations::Operation* operation =
      operations::find_operation(request.header("x-amz-target"));
  if (operation == nullptr) return Error(ErrorCode::kUnknownOperation, "");
  MAGNETO_RETURN_IF_ERROR(worker_.authenticator().check(request));
  operation_ = operation;
  if (!parsed.ok()) return std::move(parsed).error();

  if (operation->effect == operations::Effect::kCatalog) {
    return Error(ErrorCode::kWouldBlock, "");
  }
  Result<void> result = worker_.runner().run(*operation, *parsed, request.authority(), out_);
  if (operation->effect == operations::Effect::kWrite) {
    commit_ = worker_.shared().engine.last_commit();
  }
  return result;
}

Result<std::string_view> Call::plain_body() {
  return inflated_.of(exchange_.request(), exchange_.budget(), worker_.shared().max_body_bytes);
}

void Call::run_blocking(database::OperationRunner& runner) {
  pool_result_.emplace(run_parsed(runner));
  if (operation_->effect != operations::Effect::kRead) {
    commit_ = worker_.shared().engine.last_commit();
  }
  exchange_.loop().post(*this);
}

Result<void> Call::run_parsed(database::OperationRunner& runner) {
  if (!body_is_ready_) {
    MAGNETO_ASSIGN_OR_RETURN(body_, plain_body());
    body_is_ready_ = true;
  }
  MAGNETO_ASSIGN_OR_RETURN(json::ParsedBody parsed, runner.parser.parse(body_));
  Result<void> result = runner.run(*operation_, parsed, exchange_.request().authority(), out_);
  // The parser keeps room for the largest body that it has seen.
  if (body_.size() > kLargeBodyBytes) runner.parser = json::RequestParser();
  return result;
}

void Call::run() {
  Result<void> result = std::move(*pool_result_);
  pool_result_.reset();
  finish(std::move(result));
}

/// Writes an error into the answer, and sends the answer when all that it says is durable: a
/// condition that failed says something too.
void Call::finish(Result<void> result) {
  inflated_.reset();
  if (!result.ok()) answer_error(result.error());
  if (commit_ == 0) return answer();
  worker_.gate().wait(commit_, *this);
}

void Call::on_durable(const Result<void>& result) {
  if (!result.ok()) answer_error(result.error());
  answer();
}

void Call::answer_error(const Error& error) {
  // A failed engine has been reported once.
  if (database::is_internal(error) && worker_.shared().engine.health().writable) {
    report("a call of " + std::string(operation_ ? operation_->name : "?") + " failed", error);
  }
  status_ = database::write_error_answer(out_, error);
  error_name_ =
      error_info(database::is_internal(error) ? ErrorCode::kInternalServerError : error.code())
          .name;
}

/// The exchange is the connection's again after this, and the call may be gone.
void Call::answer() {
  ServerProbe& probe = worker_.probe();
  if (operation_ == nullptr) {
    probe.refused.add();
  } else {
    OperationProbe& of_operation = probe.by_operation[number_of(*operation_)];
    of_operation.count(status_);
    of_operation.latency.add(microseconds_since(started_));
  }
  if (worker_.shared().log_requests) log();
  // The buffer doubles as it grows, so it may be twice what is in it.
  exchange_.answer({.status = status_,
                    .body = out_.text(),
                    .content_type = answer_content_type(exchange_.request()),
                    .allow_origin = worker_.shared().web_access.answer_origin(exchange_.request()),
                    .held_bytes = 2 * out_.size()});
}

void Call::log() const {
  const http::Request& request = exchange_.request();
  log_request({.time_ms = worker_.shared().services.clock.now_ms(),
               .method = request.method,
               .what = operation_ ? operation_->name : request.header("x-amz-target"),
               .status = status_,
               .error = error_name_,
               .bytes_in = request.body.size(),
               .bytes_out = out_.size(),
               .microseconds = microseconds_since(started_)});
}

void Call::sent() {
  if (out_.size() > kKeptAnswerBytes) out_ = json::JsonWriter();
}

}  // namespace magneto::internal::server
