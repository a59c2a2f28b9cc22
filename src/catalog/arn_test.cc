// SPDX-License-Identifier: Apache-2.0
#include "catalog/arn.h"

#include <gtest/gtest.h>

namespace magneto::internal::catalog {
namespace {

TEST(Arn, IsMadeFromRegionAccountAndName) {
  EXPECT_EQ(make_table_arn("eu-west-1", "123456789012", "Music"),
            "arn:aws:dynamodb:eu-west-1:123456789012:table/Music");
}

TEST(Arn, OfAnyPartitionRegionAndAccountNamesATable) {
  for (const std::string_view arn : {"arn:aws:dynamodb:us-east-1:000000000000:table/Music",
                                     "arn:aws:dynamodb:ddblocal:000000000000:table/Music",
                                     "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/Music",
                                     "arn:aws:dynamodb:us-east-1::table/Music"}) {
    const Result<std::string_view> name = table_name_of_arn(arn);
    ASSERT_TRUE(name.ok()) << arn;
    EXPECT_EQ(*name, "Music");
  }
}

TEST(Arn, OfSomethingElseIsRefused) {
  for (const std::string_view arn :
       {"arn:", "arn:aws:s3:::bucket", "arn:aws:dynamodb:us-east-1:1:table/ab",
        "arn:aws:dynamodb:us-east-1:1:table/", "arn:aws:dynamodb:us-east-1:1:tablet/Music",
        "arn:aws:dynamodb:us-east-1:1:table/Music/index/x", "arn:gcp:dynamodb:a:b:table/Music",
        "arn:aws:dynamodb:us-east-1:table/Music", "arn:aws:dynamodb"}) {
    const Result<std::string_view> name = table_name_of_arn(arn);
    ASSERT_FALSE(name.ok()) << arn;
    EXPECT_EQ(name.error().code(), ErrorCode::kValidation);
  }
}

}  // namespace
}  // namespace magneto::internal::catalog
