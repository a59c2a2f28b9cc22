// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>

namespace magneto::internal {
namespace {

std::string type(ErrorCode code) {
  return std::string(error_info(code).name_prefix) + "#" + std::string(error_info(code).name);
}

TEST(ErrorTable, HasTheTypesOfTheService) {
  EXPECT_EQ(type(ErrorCode::kValidation), "com.amazon.coral.validate#ValidationException");
  EXPECT_EQ(type(ErrorCode::kSerialization), "com.amazon.coral.service#SerializationException");
  EXPECT_EQ(type(ErrorCode::kResourceNotFound),
            "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException");
  EXPECT_EQ(type(ErrorCode::kRequestLimitExceeded),
            "com.amazonaws.dynamodb.v20120810#RequestLimitExceeded");
  EXPECT_EQ(type(ErrorCode::kInvalidSignature),
            "com.amazon.coral.service#InvalidSignatureException");
}

TEST(ErrorTable, SpellsTheMessageAsTheServiceDoes) {
  const auto member = [](ErrorCode code) { return error_info(code).message_member; };
  EXPECT_EQ(member(ErrorCode::kValidation), "message");
  EXPECT_EQ(member(ErrorCode::kResourceNotFound), "message");
  EXPECT_EQ(member(ErrorCode::kTransactionCanceled), "Message");
  EXPECT_EQ(member(ErrorCode::kIdempotentParameterMismatch), "Message");
  EXPECT_EQ(member(ErrorCode::kSerialization), "Message");
  EXPECT_EQ(member(ErrorCode::kAccessDenied), "Message");
  EXPECT_EQ(member(ErrorCode::kMissingAuthenticationToken), "message");
  EXPECT_EQ(member(ErrorCode::kUnrecognizedClient), "message");
  EXPECT_EQ(member(ErrorCode::kInvalidSignature), "message");
}

TEST(ErrorTable, IsCompleteForTheWire) {
  std::set<std::string_view> names;
  for (int i = 0; i < static_cast<int>(ErrorCode::kFirstInternal); ++i) {
    const ErrorInfo& info = error_info(static_cast<ErrorCode>(i));
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_TRUE(info.name_prefix.starts_with("com.amazon")) << info.name;
    EXPECT_TRUE(info.message_member == "message" || info.message_member == "Message");
    EXPECT_TRUE(info.http_status == 400 || info.http_status == 413 || info.http_status >= 500);
    EXPECT_EQ(info.http_status >= 500, info.retry != RetryClass::kNever && info.http_status != 400);
  }
}

TEST(Error, CarriesCodeTextAndMembers) {
  const Error plain = validation_error("no");
  EXPECT_EQ(plain.code(), ErrorCode::kValidation);
  EXPECT_EQ(plain.message(), "no");
  EXPECT_TRUE(plain.body_members().empty());
  EXPECT_EQ(Error(ErrorCode::kConditionalCheckFailed, "no", "\"Item\":{}").body_members(),
            "\"Item\":{}");
}

TEST(Error, IsCopiedWithAllThatItCarries) {
  const Error first(ErrorCode::kConditionalCheckFailed, "no", "\"Item\":{}");
  const Error copy = first;  // NOLINT(performance-unnecessary-copy-initialization)
  EXPECT_EQ(copy.code(), first.code());
  EXPECT_EQ(copy.message(), "no");
  EXPECT_EQ(copy.body_members(), "\"Item\":{}");
}

TEST(Error, IsKeptByACopyWhenTheFirstIsGone) {
  std::optional<Error> first = validation_error("no");
  Error copy = *first;
  first.reset();
  EXPECT_EQ(copy.message(), "no");
  copy = validation_error("nor this");
  EXPECT_EQ(copy.message(), "nor this");
}

}  // namespace
}  // namespace magneto::internal
