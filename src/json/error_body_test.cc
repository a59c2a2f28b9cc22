// SPDX-License-Identifier: Apache-2.0
#include "json/error_body.h"

#include <gtest/gtest.h>

#include <string>

namespace magneto::internal::json {
namespace {

std::string body_of(const Error& error) {
  JsonWriter writer;
  write_error_body(writer, error);
  return std::string(writer.text());
}

TEST(ErrorBody, HasTypeAndMessage) {
  EXPECT_EQ(body_of(Error(ErrorCode::kResourceNotFound, "Requested \"resource\" not found")),
            R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",)"
            R"("message":"Requested \"resource\" not found"})");
  EXPECT_EQ(body_of(validation_error("no")),
            R"({"__type":"com.amazon.coral.validate#ValidationException","message":"no"})");
}

TEST(ErrorBody, SpellsTheMessageOfTheFrameworkWithACapital) {
  EXPECT_EQ(body_of(Error(ErrorCode::kSerialization, "no")),
            R"({"__type":"com.amazon.coral.service#SerializationException","Message":"no"})");
  EXPECT_EQ(body_of(Error(ErrorCode::kIdempotentParameterMismatch, "no")),
            R"({"__type":"com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException",)"
            R"("Message":"no"})");
}

TEST(ErrorBody, SpellsTheMessageOfTheFrameworksFrontWithASmallLetter) {
  EXPECT_EQ(body_of(Error(ErrorCode::kMissingAuthenticationToken, "no")),
            R"({"__type":"com.amazon.coral.service#MissingAuthenticationTokenException",)"
            R"("message":"no"})");
}

TEST(ErrorBody, LeavesOutAnEmptyMessage) {
  EXPECT_EQ(body_of(Error(ErrorCode::kSerialization, "")),
            R"({"__type":"com.amazon.coral.service#SerializationException"})");
}

TEST(ErrorBody, AppendsFurtherMembers) {
  EXPECT_EQ(body_of(Error(ErrorCode::kConditionalCheckFailed, "no", R"("Item":{"a":{"S":"x"}})")),
            R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",)"
            R"("Message":"no","Item":{"a":{"S":"x"}}})");
}

}  // namespace
}  // namespace magneto::internal::json
