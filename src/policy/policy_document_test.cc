// SPDX-License-Identifier: Apache-2.0
//
// What the scripts of PutResourcePolicy do not say.
#include "policy/policy_document.h"

#include <gtest/gtest.h>

namespace magneto::internal::policy {
namespace {

constexpr std::string_view kAccount = "000000000000";

std::string document(std::string_view statement) {
  return R"({"Version":"2012-10-17","Statement":[)" + std::string(statement) + "]}";
}

Result<PolicyDocument> read(const std::string& text, PolicyTarget target = PolicyTarget::kTable) {
  return read_policy_document(text, target, kAccount);
}

TEST(PolicyDocument, ItsFormIsItsOwnForm) {
  const auto first = read(document(
      R"({"Sid":"a\u00e9\"b","Effect":"deny","NotPrincipal":{"AWS":["*","111122223333"],)"
      R"("Service":["x.amazonaws.com"]},"NotAction":["dynamodb:*"],"NotResource":"*",)"
      R"("Condition":{"Bool":{"aws:SecureTransport":false},"NumericLessThan":{"n":[1,2.5]}}})"));
  ASSERT_TRUE(first.ok()) << first.error().message();
  EXPECT_EQ(first->canonical,
            document("{\"Sid\":\"a\u00e9\\\"b\",\"Effect\":\"Deny\","
                     R"("NotPrincipal":{"AWS":["*","arn:aws:iam::111122223333:root"],)"
                     R"("Service":"x.amazonaws.com"},"NotAction":"dynamodb:*","NotResource":"*",)"
                     R"("Condition":{"Bool":{"aws:SecureTransport":false},)"
                     R"("NumericLessThan":{"n":[1,2.5]}}})"));
  EXPECT_EQ(read(first->canonical)->canonical, first->canonical);
}

TEST(PolicyDocument, TheVersionThatIsAnsweredIsNotPartOfIt) {
  const std::string statement =
      R"({"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]})";
  const auto bare = read(statement);
  ASSERT_TRUE(bare.ok());
  EXPECT_EQ(bare->canonical, statement);
  EXPECT_EQ(answered_policy(bare->canonical), R"({"Version":"2008-10-17",)" + statement.substr(1));
  const std::string named = answered_policy(bare->canonical);
  EXPECT_EQ(answered_policy(read(named)->canonical), named);
  EXPECT_FALSE(read(R"({"Version":"2020-01-01","Statement":[]})").ok());
}

TEST(PolicyDocument, OnlyTheOwnerIsLockedOut) {
  const auto locks = [](std::string_view principal, std::string_view action) {
    const auto read_document =
        read(document(R"({"Effect":"Deny","Principal":)" + std::string(principal) +
                      R"(,"Action":")" + std::string(action) + R"(","Resource":"*"})"));
    EXPECT_TRUE(read_document.ok());
    return read_document.ok() && read_document->locks_owner_out;
  };
  EXPECT_TRUE(locks(R"("*")", "dynamodb:PutResourcePolicy"));
  EXPECT_TRUE(locks(R"({"AWS":"000000000000"})", "DynamoDB:putresource*"));
  EXPECT_FALSE(locks(R"({"AWS":"111122223333"})", "dynamodb:PutResourcePolicy"));
  EXPECT_FALSE(locks(R"("*")", "dynamodb:PutItem"));
  EXPECT_FALSE(locks(R"("*")", "dynamodb:?utResourcePolic"));
}

TEST(PolicyDocument, AStreamHasActionsOfItsOwn) {
  const auto of_stream = [](std::string_view action) {
    return read(document(R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":")" +
                         std::string(action) + R"(","Resource":"*"})"),
                PolicyTarget::kStream)
        .ok();
  };
  EXPECT_TRUE(of_stream("dynamodb:GetRecords"));
  EXPECT_TRUE(of_stream("dynamodb:DeleteResourcePolicy"));
  EXPECT_FALSE(of_stream("dynamodb:GetItem"));
}

TEST(PolicyDocument, WhatIsNoPolicyIsRefused) {
  const std::string_view documents[] = {
      "",
      "null",
      "{}",
      R"({"Statement":1})",
      R"({"Statement":[1]})",
      R"({"Statement":{"Effect":"Maybe","Principal":"*","Action":"*","Resource":"*"}})",
      R"({"Statement":{"Effect":1,"Principal":"*","Action":"*","Resource":"*"}})",
      R"({"Statement":{"Effect":"Deny","Principal":{},"Action":"*","Resource":"*"}})",
      R"({"Statement":{"Effect":"Deny","Principal":{"Who":"x"},"Action":"*","Resource":"*"}})",
      R"({"Statement":{"Effect":"Deny","Principal":"*","Action":[],"Resource":"*"}})",
      R"({"Statement":{"Effect":"Deny","Principal":"*","Action":[1],"Resource":"*"}})",
      R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:Get","Resource":"*"}})",
      R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"music"}})",
      R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","More":1}})"};
  for (const std::string_view text : documents) {
    EXPECT_FALSE(read(std::string(text)).ok()) << text;
  }
}

}  // namespace
}  // namespace magneto::internal::policy
