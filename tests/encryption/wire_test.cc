// SPDX-License-Identifier: Apache-2.0
//
// Every operation of the API, with a secret wherever its input can hold a value of an item, through
// an encrypted client: what the connection gets has no secret in it.
#include <set>

#include <gtest/gtest.h>

#include "magneto/encryption/encrypted_client.h"
#include "magneto/json.h"
#include "model/generated/shape_tables.h"
#include "model/operation_list.h"
#include "recorded_connection.h"

namespace magneto::encryption {
namespace {

using internal::model::Kind;
using internal::model::Shape;

/// Members that are passed on as they are: keys, which are not encrypted, and conditions, which
/// compare what is stored. docs/client/encryption.md says so.
const std::set<std::string_view> kPassedOn = {"Key",
                                              "Keys",
                                              "ExclusiveStartKey",
                                              "Expected",
                                              "ConditionExpression",
                                              "KeyConditions",
                                              "QueryFilter",
                                              "ScanFilter",
                                              "ExpressionAttributeValues"};
/// Members that are refused where they are given: without them the rest is sent.
const std::set<std::string_view> kRefused = {"AttributesToGet", "ProjectionExpression", "Select",
                                             "Update"};

/// An input with every member but those of `left_out`.
class Filler {
 public:
  explicit Filler(const std::set<std::string_view>& left_out) : left_out_(left_out) {}

  /// Whether a secret has been put in.
  bool has_secret() const { return has_secret_; }

  Value value_of(const Shape& shape) {
    switch (shape.kind) {
      case Kind::kString:
        return shape.values.empty() ? Value("T") : Value(std::string(shape.values.front()));
      case Kind::kBoolean:
        return true;
      case Kind::kInteger:
      case Kind::kLong:
      case Kind::kDouble:
      case Kind::kTimestamp:
        return 1;
      case Kind::kStructure:
        return structure(shape);
      case Kind::kList:
        return List{value_of(*shape.element)};
      case Kind::kMap:
        return Map{{"T", value_of(*shape.element)}};
      case Kind::kAttributeValue:
        has_secret_ = true;
        return Map{{"S", "SECRET"}};
      case Kind::kAttributeMap:
        has_secret_ = true;
        return Map{{"pk", Map{{"S", "1"}}}, {"a", Map{{"S", "SECRET"}}}};
    }
    return nullptr;
  }

 private:
  Map structure(const Shape& shape) {
    Map map;
    for (const auto& member : shape.members) {
      if (left_out_.contains(member.name) || kPassedOn.contains(member.name)) continue;
      map.set(std::string(member.name), value_of(*member.shape));
    }
    return map;
  }

  const std::set<std::string_view>& left_out_;
  bool has_secret_ = false;
};

class Service final : public Connection {
 public:
  Result<Answer> exchange(const Request& request) override {
    if (request.operation() != "DescribeTable") return Answer(200, "{}");
    return Answer(200, R"({"Table":{"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]}})");
  }
};

class EveryOperation : public ::testing::Test {
 protected:
  /// Makes each call; gives those that reached the service, of those with a secret in them.
  std::set<std::string> call_all(const std::set<std::string_view>& left_out) {
    std::set<std::string> sent;
    internal::model::operation::All::for_each([&]<class Operation>() {
      Filler filler(left_out);
      const Value body = filler.value_of(internal::model::shape_of<typename Operation::Input>());
      const auto before = wire->count(Operation::kName);
      const auto answer = encrypted.call_json(Operation::kName, to_plain_json(body)).get();
      if (!answer) {
        EXPECT_NE(failure_of(answer.error()), Failure::kNone) << answer.error().to_string();
      }
      EXPECT_EQ(wire->count_with("SECRET"), 0) << Operation::kName;
      const bool reached = wire->count(Operation::kName) > before;
      EXPECT_EQ(reached, answer.has_value()) << Operation::kName;
      if (filler.has_secret() && reached) sent.emplace(Operation::kName);
      if (!filler.has_secret() && !reached) refused_without.emplace(Operation::kName);
    });
    return sent;
  }

  std::shared_ptr<RecordedConnection> wire =
      std::make_shared<RecordedConnection>(std::make_shared<Service>());
  EncryptedClient encrypted{
      Client(wire, {.retry = RetryOptions::never()}),
      std::make_shared<StaticMaterialsProvider>(generate_key("AES", 256).value(),
                                                generate_key("HmacSHA256", 256).value())};
  std::set<std::string> refused_without;  // though no secret is in them
};

TEST_F(EveryOperation, SendsNoSecret) {
  EXPECT_EQ(call_all(kRefused),
            (std::set<std::string>{"BatchWriteItem", "PutItem", "TransactWriteItems"}));
  EXPECT_EQ(refused_without, (std::set<std::string>{"StartBulkPutItems"}));
}

TEST_F(EveryOperation, SendsNoSecretWithWhatIsRefusedEither) {
  EXPECT_EQ(call_all({}), (std::set<std::string>{"BatchWriteItem", "PutItem"}));
}

}  // namespace
}  // namespace magneto::encryption
