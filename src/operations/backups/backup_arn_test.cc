// SPDX-License-Identifier: Apache-2.0
#include "operations/backups/backup_arn.h"

#include <gtest/gtest.h>

namespace magneto::internal::operations {
namespace {

constexpr std::string_view kId = "Music/backup/01793000000000-0a1b2c3d";

TEST(BackupArn, IsMadeAndRead) {
  const std::string arn = backup_arn({.region = "eu-west-1", .account = "123456789012"}, kId);
  EXPECT_EQ(arn, "arn:aws:dynamodb:eu-west-1:123456789012:table/" + std::string(kId));
  const BackupArn read = read_backup_arn(arn).value();
  EXPECT_EQ(read.id, kId);
  EXPECT_EQ(read.region, "eu-west-1");
}

TEST(BackupArn, IsRefusedWhenItIsNone) {
  for (const std::string& arn : {std::string("arn:aws:dynamodb:us-east-1:1:table/Music"),
                                 std::string("arn:aws:dynamodb:us-east-1:1:table/Music/backup/"),
                                 std::string("arn:aws:dynamodb:us-east-1:1:table//backup/0-a"),
                                 std::string("arn:aws:dynamodb:us-east-1:1"),
                                 std::string("Music/backup/01793000000000-0a1b2c3d")}) {
    const auto read = read_backup_arn(arn);
    ASSERT_FALSE(read.ok()) << arn;
    EXPECT_EQ(read.error().message(), "Invalid Backup ARN") << arn;
  }
}

TEST(BackupArn, IsRefusedForPartsThatCannotBe) {
  for (const std::string front :
       {"arn:other:dynamodb:us-east-1", "arn:aws:s3:us-east-1", "arn:aws:dynamodb:nowhere"}) {
    const auto read = read_backup_arn(front + ":1:table/" + std::string(kId));
    ASSERT_FALSE(read.ok()) << front;
    EXPECT_EQ(read.error().message(), "Invalid Request: BackupArn is not valid") << front;
  }
}

}  // namespace
}  // namespace magneto::internal::operations
