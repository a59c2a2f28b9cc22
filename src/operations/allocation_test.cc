// SPDX-License-Identifier: Apache-2.0
//
// What the common operations take from the heap must not grow with the number of attributes: those
// live in the request's arena. Not built under the sanitizers, which allocate in their own way.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <string>

#include "operations/operations_fixture.h"

namespace {

// Of this thread: the engine's threads allocate when they like.
thread_local std::size_t allocations = 0;

}  // namespace

// Not inlined: the compiler must not see malloc and free on one side only.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size);
  if (memory == nullptr) std::abort();
  return memory;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace magneto::internal::operations {
namespace {

class AllocationTest : public OperationsFixture {
 protected:
  void SetUp() override {
    measure("CreateTable", R"({"TableName":"table","BillingMode":"PAY_PER_REQUEST",)"
                           R"("AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],)"
                           R"("KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]})");
  }

  void measure(const std::string& name, const std::string& body) {
    const Result<json::ParsedBody> parsed = parse(body);
    ASSERT_TRUE(parsed.ok());
    const Operation* operation = find_operation("DynamoDB_20120810." + name);
    out_.clear();
    const std::size_t before = allocations;
    const Result<void> result = operation->run(context_, *parsed, out_);
    taken_ = allocations - before;
    ASSERT_TRUE(result.ok()) << result.error().message();
    context_.reset();
    ASSERT_TRUE(engine_->flush().ok());
  }

  // Heap allocations of a request that has been made before.
  std::size_t allocations_of(const std::string& name, const std::string& body) {
    for (int i = 0; i < 3; ++i) measure(name, body);
    return taken_;
  }

  // As many attributes, and about as many bytes whatever their number.
  static std::string item(const std::string& key, int attributes) {
    std::string text = R"("a":{"S":")" + key + R"("})";
    for (int i = 0; i < attributes; ++i) {
      text += R"(,"x)" + std::to_string(i) + R"(":{"S":")" +
              std::string(static_cast<std::size_t>(1200 / attributes), 'x') + R"("})";
    }
    return "{" + text + "}";
  }

  std::size_t taken_ = 0;
};

constexpr int kFew = 2;
constexpr int kMany = 100;
/// Buffers of the engine grow a little with the bytes.
constexpr std::size_t kSlack = 4;

TEST_F(AllocationTest, PutItemTakesNothingForAnAttribute) {
  const auto put = [&](int attributes) {
    return allocations_of("PutItem",
                          R"({"TableName":"table","Item":)" + item("put", attributes) + "}");
  };
  const std::size_t few = put(kFew);
  EXPECT_LE(put(kMany), few + kSlack);
}

TEST_F(AllocationTest, GetItemTakesNothingForAnAttribute) {
  const auto get = [&](const std::string& key, int attributes) {
    measure("PutItem", R"({"TableName":"table","Item":)" + item(key, attributes) + "}");
    return allocations_of("GetItem", R"({"TableName":"table","Key":{"a":{"S":")" + key + R"("}}})");
  };
  const std::size_t few = get("few", kFew);
  EXPECT_LE(get("many", kMany), few + kSlack);
}

TEST_F(AllocationTest, QueryTakesNothingForAnAttribute) {
  const auto query = [&](const std::string& key, int attributes) {
    measure("PutItem", R"({"TableName":"table","Item":)" + item(key, attributes) + "}");
    return allocations_of("Query", R"({"TableName":"table","KeyConditionExpression":"a = :a",)"
                                   R"j("FilterExpression":"x1 <> :a AND attribute_exists(x0)",)j"
                                   R"("ExpressionAttributeValues":{":a":{"S":")" +
                                       key + R"("}}})");
  };
  const std::size_t few = query("few", kFew);
  EXPECT_LE(query("many", kMany), few + kSlack);
}

TEST_F(AllocationTest, UpdateItemTakesNothingForAnAttribute) {
  const auto update = [&](const std::string& key, int attributes) {
    measure("PutItem", R"({"TableName":"table","Item":)" + item(key, attributes) + "}");
    return allocations_of("UpdateItem",
                          R"({"TableName":"table","Key":{"a":{"S":")" + key +
                              R"("}},"UpdateExpression":"SET x0 = :x ADD n :n",)"
                              R"("ExpressionAttributeValues":{":x":{"S":"y"},":n":{"N":"1"}},)"
                              R"("ReturnValues":"ALL_NEW"})");
  };
  const std::size_t few = update("few", kFew);
  EXPECT_LE(update("many", kMany), few + kSlack);
}

}  // namespace
}  // namespace magneto::internal::operations
