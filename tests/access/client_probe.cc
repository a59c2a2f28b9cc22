// SPDX-License-Identifier: Apache-2.0
//
// Makes calls with a client, for test_client.py. Reads one line of JSON,
//
//   {"options": {"endpoint": "http://127.0.0.1:1234", "region": "us-east-1", "access_key": "AK", ...},
//    "calls": [{"operation": "GetItem", "input": {...}}]}
//
// and prints a line for each call: {"answer": {...}}, or {"error": "ErrorCode's name",
// "service_code": ..., "message": ..., "attempts": n}. Inputs go through the typed structs.
#include <simdjson.h>

#include <iostream>
#include <string>

#include "client/decode.h"
#include "client/generated/tables.h"
#include "client/shape_access.h"
#include "magneto/client.h"
#include "magneto/json.h"
#include "magneto/operations.h"

namespace {

using namespace magneto;
namespace shapes = magneto::internal::client;

std::string text(const Value& from, const char* name) { return from[name].value_or(""); }

ClientOptions options_of(const Value& given) {
  ClientOptions options;
  options.region = text(given, "region");
  options.endpoint = text(given, "endpoint");
  options.profile = text(given, "profile");
  if (const std::string key = text(given, "access_key"); !key.empty()) {
    options.credentials = Credentials{.access_key_id = key,
                                      .secret_access_key = text(given, "secret_key"),
                                      .session_token = text(given, "session_token")};
  }
  options.proxy = {text(given, "proxy"), text(given, "proxy_user"), text(given, "proxy_password")};
  options.tls.ca_file = text(given, "ca_file");
  options.tls.certificate_file = text(given, "certificate_file");
  options.tls.key_file = text(given, "key_file");
  if (const std::string arn = text(given, "role_arn"); !arn.empty()) {
    options.role = RoleOptions{.arn = arn,
                               .session_name = text(given, "role_session_name"),
                               .external_id = text(given, "external_id"),
                               .mfa_serial = text(given, "mfa_serial")};
  }
  if (const std::string code = text(given, "mfa_code"); !code.empty()) {
    options.mfa_code = [code](const std::string&) -> Result<std::string> { return code; };
  }
  options.compression.answers = given["gzip_answers"].value_or(false);
  options.compression.requests_above = given["gzip_above"].value_or(std::size_t{0});
  options.retry.transient_base = options.retry.throttled_base = std::chrono::milliseconds(1);
  options.retry.max_attempts = given["max_attempts"].value_or(4);
  options.timeouts.connect = options.timeouts.read = std::chrono::seconds(60);
  return options;
}

template <class Operation>
Result<std::string> typed(const Client& client, simdjson::dom::element input) {
  typename Operation::Input to;
  std::string error;
  if (!shapes::decode(input, *shapes::ShapeOf<typename Operation::Input>::get(), &to, error)) {
    return Error(ErrorCode::kInvalidArgument, error);
  }
  auto output = client.call<Operation>(to).get();
  if (!output) return output.error();
  return std::string("{}");
}

template <class... Operations>
Result<std::string> call(const Client& client, std::string_view name,
                         simdjson::dom::element input) {
  Result<std::string> result = Error(ErrorCode::kInvalidArgument, "the probe has no such call");
  static_cast<void>(
      ((Operations::kName == name && (result = typed<Operations>(client, input), true)) || ...));
  return result;
}

Result<std::string> make_call(const Client& client, std::string_view name,
                              simdjson::dom::element input) {
  using namespace magneto::operation;
  return call<BatchExecuteStatement, BatchGetItem, BatchWriteItem, CreateBackup, CreateTable,
              DeleteItem, DeleteTable, DescribeLimits, DescribeTable, ExecuteStatement,
              ExecuteTransaction, ExportTableToPointInTime, GetItem, GetRecords, GetShardIterator,
              ImportTable, ListTables, PutItem, Query, RestoreTableToPointInTime, Scan, TagResource,
              TransactGetItems, TransactWriteItems, UpdateItem, UpdateTable, UpdateTimeToLive>(
      client, name, input);
}

std::string line_of(const Result<std::string>& answer) {
  if (answer) return R"({"answer":)" + *answer + "}";
  const Error& error = answer.error();
  return to_plain_json(Item{{"error", std::string(name(error.code()))},
                            {"service_code", error.service_code()},
                            {"message", error.message()},
                            {"attempts", error.attempts()}});
}

}  // namespace

int main() {
  std::string line;
  std::getline(std::cin, line);
  const Item request = item_from_plain_json(line).value();
  const Client client(options_of(*request["options"].source()));
  simdjson::dom::parser parser;
  for (const simdjson::dom::element one : parser.parse(line)["calls"].get_array()) {
    const std::string_view operation = one["operation"].get_string();
    std::cout << line_of(make_call(client, operation, one["input"])) << std::endl;
  }
}
