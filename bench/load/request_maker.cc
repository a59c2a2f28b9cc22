// SPDX-License-Identifier: Apache-2.0
#include "request_maker.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace magneto::internal::load {

namespace {

struct Name {
  std::string_view name;
  Operation operation;
  std::string_view target;
  std::string_view expected;
};

constexpr std::array<Name, 5> kNames = {{
    {"fill", Operation::kFill, "PutItem", "{"},
    {"put", Operation::kPut, "PutItem", "{"},
    {"get", Operation::kGet, "GetItem", "\"Item\""},
    {"update", Operation::kUpdate, "UpdateItem", "\"Attributes\""},
    {"query", Operation::kQuery, "Query", "\"Count\":10"},
}};

const Name& name_of(Operation operation) {
  return *std::find_if(kNames.begin(), kNames.end(),
                       [&](const Name& name) { return name.operation == operation; });
}

// pk is "pk" and 8 characters, sk 2 and 1 or 2, n 1 and about 2, text 4 and the rest.
constexpr std::size_t kTextBytes = RequestMaker::kItemBytes - 10 - 4 - 3 - 4;

std::string make_text(std::size_t bytes) {
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .";
  std::string text(bytes, ' ');
  std::uint32_t state = 12345;
  for (char& c : text) {
    state = state * 1664525 + 1013904223;
    c = kLetters[state >> 26];
  }
  return text;
}

}  // namespace

std::optional<Operation> operation_named(std::string_view name) {
  for (const Name& known : kNames)
    if (known.name == name) return known.operation;
  return std::nullopt;
}

RequestMaker::RequestMaker(Operation operation, std::string_view host, std::string_view table,
                           std::uint64_t items)
    : operation_(operation),
      table_(table),
      items_(items),
      text_(make_text(1 << 16)),
      expected_(name_of(operation).expected) {
  head_ = "POST / HTTP/1.1\r\nHost: " + std::string(host) +
          "\r\nAccept-Encoding: identity\r\nX-Amz-Target: DynamoDB_20120810." +
          std::string(name_of(operation).target) +
          "\r\nContent-Type: application/x-amz-json-1.0\r\n"
          "User-Agent: aws-sdk-load/1.0 lang/c++ md/arch#x86_64 cfg/retry-mode#legacy\r\n"
          "X-Amz-Date: 20260101T000000Z\r\n"
          "Authorization: AWS4-HMAC-SHA256 "
          "Credential=loadkey/20260101/us-east-1/dynamodb/aws4_request, "
          "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
          "Signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n"
          "amz-sdk-invocation-id: 01234567-89ab-cdef-0123-456789abcdef\r\n"
          "amz-sdk-request: attempt=1\r\nContent-Length: ";
}

void RequestMaker::next(std::string& to) {
  std::string content = body(pick_item());
  to.assign(head_);
  to += std::to_string(content.size());
  to += "\r\n\r\n";
  to += content;
}

std::uint64_t RequestMaker::pick_item() {
  if (operation_ == Operation::kFill) return filled_++ % items_;
  random_state_ ^= random_state_ << 13;
  random_state_ ^= random_state_ >> 7;
  random_state_ ^= random_state_ << 17;
  return random_state_ % items_;
}

std::string RequestMaker::body(std::uint64_t item) {
  std::array<char, 80> key{};
  std::snprintf(key.data(), key.size(), R"("pk":{"S":"p%07llu"},"sk":{"N":"%llu"})",
                static_cast<unsigned long long>(item / kItemsAPartition),
                static_cast<unsigned long long>(item % kItemsAPartition));
  std::string body = R"({"TableName":")" + table_ + R"(",)";
  switch (operation_) {
    case Operation::kFill:
    case Operation::kPut:
      body += R"("Item":{)" + std::string(key.data()) + R"(,"n":{"N":"1"},"text":{"S":")";
      // Another text each time: to put what is there already is less work than a write.
      body.append(text_, ++texts_ * 7919 % (text_.size() - kTextBytes), kTextBytes);
      return body + "\"}}}";
    case Operation::kGet:
      return body + R"("ConsistentRead":true,"Key":{)" + key.data() + "}}";
    case Operation::kUpdate:
      return body + R"("Key":{)" + key.data() +
             R"(},"UpdateExpression":"SET #n = #n + :one","ExpressionAttributeNames":{"#n":"n"},)"
             R"("ExpressionAttributeValues":{":one":{"N":"1"}},"ReturnValues":"UPDATED_NEW"})";
    case Operation::kQuery:
      std::snprintf(key.data(), key.size(), R"({":p":{"S":"p%07llu"}}})",
                    static_cast<unsigned long long>(item / kItemsAPartition));
      return body + R"("KeyConditionExpression":"pk = :p","ExpressionAttributeValues":)" +
             key.data();
  }
  return body;
}

}  // namespace magneto::internal::load
