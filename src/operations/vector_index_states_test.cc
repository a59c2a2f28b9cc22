// SPDX-License-Identifier: Apache-2.0
//
// Vector indexes that are being filled or removed. Nothing fills or removes them here: jobs would.
#include <gtest/gtest.h>

#include <string>

#include "operations/operations_fixture.h"

namespace magneto::internal::operations {
namespace {

constexpr const char* kIndex =
    R"({"IndexName":"near","VectorAttribute":{"AttributeName":"v"},"Dimensions":1,)"
    R"("DistanceFunction":"COSINE","Projection":{"ProjectionType":"KEYS_ONLY"}})";

class VectorIndexStates : public OperationsFixture {
 protected:
  /// The answer, or the message of the error.
  std::string run(std::string_view name, const std::string& body) {
    const Result<void> done =
        OperationsFixture::run("DynamoDB_20120810." + std::string(name), body);
    return done.ok() ? std::string(out_.text()) : done.error().message();
  }

  std::string create(const std::string& more = {}) {
    return run("CreateTable", R"({"TableName":"tab","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"a","KeyType":"HASH"}])" +
                                  more + "}");
  }

  std::string add_index() {
    return run("UpdateTable", R"({"TableName":"tab","VectorIndexUpdates":[{"Create":)" +
                                  std::string(kIndex) + "}]}");
  }

  std::string search(const std::string& more = {}) {
    return run("SearchVectors", R"({"TableName":"tab","IndexName":"near","TopK":1,
        "SearchVector":[{"N":"1"}])" +
                                    more + "}");
  }

  std::string describe() { return run("DescribeTable", R"({"TableName":"tab"})"); }

  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }
};

TEST_F(VectorIndexStates, AnIndexThatIsBeingFilledCannotBeSearched) {
  create();
  run("PutItem", R"({"TableName":"tab","Item":{"a":{"S":"1"},"v":{"L":[{"N":"1"}]}}})");
  const std::string added = add_index();
  EXPECT_TRUE(has(added, R"("IndexStatus":"CREATING")")) << added;
  EXPECT_TRUE(has(describe(), R"("Backfilling":true)")) << describe();
  EXPECT_EQ(search(), "Cannot search backfilling vector index: near");
  // What is wrong with the request by itself comes first.
  EXPECT_TRUE(has(search(R"(,"SearchConditionExpression":"a =")"), "Syntax error"));

  // Items must fit it already.
  EXPECT_EQ(run("PutItem", R"({"TableName":"tab","Item":{"a":{"S":"2"},"v":{"L":[]}}})"),
            "One or more parameter values were invalid. Invalid size for parameter v, Expected: 1, "
            "Actual: 0 IndexName: near");
}

TEST_F(VectorIndexStates, AnIndexThatHasBeenRemovedIsGoneForSearches) {
  create(R"(,"VectorIndexes":[)" + std::string(kIndex) + "]");
  EXPECT_EQ(search(), R"({"SearchResults":[]})");
  const std::string removed =
      run("UpdateTable",
          R"({"TableName":"tab","VectorIndexUpdates":[{"Delete":{"IndexName":"near"}}]})");
  EXPECT_TRUE(has(removed, R"("IndexStatus":"DELETING")")) << removed;
  EXPECT_EQ(search(), "The table does not have the specified index: near");
}

TEST_F(VectorIndexStates, ANewTableIsSearchedOnceItIsThere) {
  services_.transition_delay_ms = 5'000;
  create(R"(,"VectorIndexes":[)" + std::string(kIndex) + "]");
  EXPECT_EQ(search(), "Requested resource not found");
  EXPECT_TRUE(has(describe(), R"("IndexStatus":"CREATING")")) << describe();
  clock_.now += 5'000;
  EXPECT_EQ(search(), R"({"SearchResults":[]})");
}

}  // namespace
}  // namespace magneto::internal::operations
