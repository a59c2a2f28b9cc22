// SPDX-License-Identifier: Apache-2.0
//
// Pages of whole items that are read through a local index which does not hold them.
#include <gtest/gtest.h>

#include <string>

#include "operations/operations_fixture.h"

namespace magneto::internal::operations {
namespace {

class FetchedPage : public OperationsFixture {
 protected:
  /// Items of 300 KB in as many partitions; their entries are small.
  void SetUp() override {
    run("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"},
                                {"AttributeName":"b","AttributeType":"S"},
                                {"AttributeName":"c","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"a","KeyType":"HASH"},
                     {"AttributeName":"b","KeyType":"RANGE"}],
        "LocalSecondaryIndexes":[{"IndexName":"by_c","Projection":{"ProjectionType":"KEYS_ONLY"},
            "KeySchema":[{"AttributeName":"a","KeyType":"HASH"},
                         {"AttributeName":"c","KeyType":"RANGE"}]}]})");
    const std::string text(300'000, 'x');
    for (int i = 0; i < 12; ++i) {
      run("PutItem", R"({"TableName":"tab","Item":{"a":{"S":")" + std::to_string(i) +
                         R"("},"b":{"S":"b"},"c":{"S":"c"},"text":{"S":")" + text + R"("}}})");
    }
  }

  std::string run(std::string_view name, const std::string& body) {
    const Result<void> done =
        OperationsFixture::run("DynamoDB_20120810." + std::string(name), body);
    return done.ok() ? std::string(out_.text()) : done.error().message();
  }

  std::string scan(const std::string& more) {
    return run("Scan",
               R"({"TableName":"tab","IndexName":"by_c","Select":"ALL_ATTRIBUTES")" + more + "}");
  }
};

TEST_F(FetchedPage, EndsAtOneMegabyteAlsoWhenItsCostIsAskedFor) {
  const std::string four = R"("ScannedCount":4)";
  const std::string plain = scan("");
  EXPECT_NE(plain.find(four), std::string::npos) << plain.size();
  const std::string charged = scan(R"(,"ReturnConsumedCapacity":"TOTAL")");
  EXPECT_NE(charged.find(four), std::string::npos) << charged.size();
}

}  // namespace
}  // namespace magneto::internal::operations
