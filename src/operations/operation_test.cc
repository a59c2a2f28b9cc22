// SPDX-License-Identifier: Apache-2.0
#include "operations/operation.h"

#include <gtest/gtest.h>

#include "operations/operations_fixture.h"

namespace magneto::internal::operations {
namespace {

TEST(FindOperation, FindsARowByItsWholeTarget) {
  const Operation* operation = find_operation("DynamoDB_20120810.PutItem");
  ASSERT_NE(operation, nullptr);
  EXPECT_EQ(operation->name, "PutItem");
  EXPECT_EQ(operation->effect, Effect::kWrite);
  EXPECT_NE(find_operation("DynamoDBStreams_20120810.ListStreams"), nullptr);
}

TEST(FindOperation, FindsNothingElse) {
  EXPECT_EQ(find_operation(""), nullptr);
  EXPECT_EQ(find_operation("PutItem"), nullptr);
  EXPECT_EQ(find_operation("DynamoDB_20120810.Putitem"), nullptr);
  EXPECT_EQ(find_operation("DynamoDB_20120810.PutItem "), nullptr);
  EXPECT_EQ(find_operation("DynamoDBStreams_20120810.PutItem"), nullptr);
  EXPECT_EQ(find_operation("DynamoDB_20120810.ListStreams"), nullptr);
  EXPECT_EQ(find_operation("DynamoDB_20111205.PutItem"), nullptr);
}

TEST(FindOperation, FindsEveryRow) {
  for (const Operation& operation : all_operations()) {
    EXPECT_EQ(find_operation(operation.target), &operation) << operation.target;
    EXPECT_TRUE(operation.target.ends_with(operation.name));
    EXPECT_NE(operation.run, nullptr);
  }
}

using OperationTest = OperationsFixture;

TEST_F(OperationTest, WritesTheAnswer) {
  ASSERT_TRUE(run("DynamoDB_20120810.ListTables", "{}").ok());
  EXPECT_EQ(out_.text(), R"({"TableNames":[]})");
}

TEST_F(OperationTest, ReportsWrongTypesBeforeConstraints) {
  const Result<void> result = run("DynamoDB_20120810.GetItem", R"({"TableName":1})");
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code(), ErrorCode::kSerialization);
  EXPECT_EQ(out_.text(), "");
}

TEST_F(OperationTest, ReportsConstraintsBeforeItLooksForTheTable) {
  const Result<void> result = run("DynamoDB_20120810.GetItem", R"({"TableName":"nowhere"})");
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code(), ErrorCode::kValidation);
  EXPECT_EQ(result.error().message(),
            "1 validation error detected: Value null at 'key' failed to satisfy constraint: Member "
            "must not be null");
}

}  // namespace
}  // namespace magneto::internal::operations
