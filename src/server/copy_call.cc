// SPDX-License-Identifier: Apache-2.0
#include "server/copy_call.h"

#include <algorithm>
#include <filesystem>

#include "base/log.h"
#include "json/json_writer.h"
#include "server/loop_handler.h"

namespace magneto::internal::server {
namespace {

constexpr std::string_view kPrefix = "/copies/";
constexpr std::size_t kLongestName = 200;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

}  // namespace

std::string_view copy_name(std::string_view path) {
  if (!path.starts_with(kPrefix)) return {};
  const std::string_view name = path.substr(kPrefix.size());
  if (name.empty() || name.size() > kLongestName || name.front() == '.') return {};
  return std::ranges::all_of(name, is_name_character) ? name : std::string_view();
}

void CopyCall::start() {
  Copies& copies = worker_.shared().copies;
  const std::string_view name = copy_name(exchange_.request().path);
  if (name.empty()) {
    return answer(
        400, "message",
        "A name of a copy has letters, digits, '-', '_' and '.', and begins with no '.'.");
  }
  if (copies.under_way.exchange(true)) {
    return answer(409, "message", "Another copy is being made.");
  }
  target_ = (std::filesystem::path(copies.directory) / name).string();
  if (!worker_.shared().pool.submit(*this, operations::Effect::kCatalog).ok()) {
    copies.under_way = false;
    answer(503, "message", "Too much is waiting for the disk.");
  }
}

void CopyCall::run_blocking(database::OperationRunner&) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(target_).parent_path(), error);
  const Result<void> copied = worker_.shared().engine.copy_to(target_);
  if (!copied.ok()) {
    status_ = copied.error().code() == ErrorCode::kInvalidArgument ? 409 : 500;
    failure_ = copied.error().message();
    if (status_ == 500) report("a copy failed", copied.error());
  }
  worker_.shared().copies.under_way = false;
  exchange_.loop().post(*this);
}

void CopyCall::run() {
  if (!failure_.empty()) return answer(status_, "message", failure_);
  answer(200, "copy", target_);
}

void CopyCall::answer(int status, std::string_view member, std::string_view text) {
  json::JsonWriter out;
  out.begin_object();
  out.key(member);
  out.string(text);
  out.end_object();
  body_ = std::string(out.text()) + "\n";
  worker_.answer_plain(exchange_,
                       {.status = status, .body = body_, .content_type = "application/json"});
}

}  // namespace magneto::internal::server
