// SPDX-License-Identifier: Apache-2.0
//
// What a call costs, from JSON to JSON, in instructions, which do not depend on what else the machine
// does:
//
//   valgrind --tool=callgrind --toggle-collect='*measured*' database_bench put|get|query
//
// 1,000 calls on a table in memory that has been used before: items of ten attributes, 1 KB in all; a
// query gives ten of them.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "database/database.h"

namespace {

using namespace magneto::internal;

constexpr int kCalls = 1000;
constexpr int kItems = 1000;

void call(database::Database& database, const std::string& operation, const std::string& body) {
  const database::Answer answer = database.call("DynamoDB_20120810." + operation, body);
  if (!answer.ok()) {
    std::fprintf(stderr, "%s: %s\n", operation.c_str(), answer.body.c_str());
    std::exit(1);
  }
}

std::string key(int number) {
  return R"("p":{"S":"partition )" + std::to_string(number / 10) + R"("},"s":{"N":")" +
         std::to_string(number % 10) + R"("})";
}

void put(database::Database& database, int number) {
  std::string item = key(number);
  for (int i = 0; i < 8; ++i)
    item += R"(,"attribute)" + std::to_string(i) + R"(":{"S":")" + std::string(110, 'x') + R"("})";
  call(database, "PutItem", R"({"TableName":"Calls","Item":{)" + item + "}}");
}

void get(database::Database& database, int number) {
  call(database, "GetItem", R"({"TableName":"Calls","Key":{)" + key(number) + "}}");
}

void query(database::Database& database, int number) {
  call(database, "Query",
       R"({"TableName":"Calls","KeyConditionExpression":"p = :p",)"
       R"("ExpressionAttributeValues":{":p":{"S":"partition )" +
           std::to_string(number / 10) + R"("}}})");
}

/// What callgrind collects. Not inlined, so that it has a name.
[[gnu::noinline]] void measured(void (*one)(database::Database&, int),
                                database::Database& database) {
  for (int i = 0; i < kCalls; ++i) one(database, i % kItems);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view name = argc == 2 ? argv[1] : "";
  const auto one = name == "put" ? put : name == "get" ? get : name == "query" ? query : nullptr;
  if (one == nullptr) {
    std::fprintf(stderr, "usage: database_bench put|get|query\n");
    return 2;
  }
  auto database = database::Database::open({});
  if (!database.ok()) return 1;
  call(**database, "CreateTable",
       R"({"TableName":"Calls","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[)"
       R"({"AttributeName":"p","AttributeType":"S"},{"AttributeName":"s","AttributeType":"N"}],)"
       R"("KeySchema":[{"AttributeName":"p","KeyType":"HASH"},)"
       R"({"AttributeName":"s","KeyType":"RANGE"}]})");
  for (int i = 0; i < kItems; ++i) put(**database, i);
  one(**database, 0);
  measured(one, **database);
  return 0;
}
