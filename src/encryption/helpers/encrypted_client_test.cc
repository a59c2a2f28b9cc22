// SPDX-License-Identifier: Apache-2.0
//
// Calls through an encrypted client, and what of them is on the wire.
#include "magneto/encryption/encrypted_client.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "encryption/helpers/trees.h"
#include "magneto/encryption/provider_store.h"
#include "magneto/item_size.h"
#include "magneto/json.h"

namespace magneto::encryption {
namespace {

using internal::encryption::item_of_tree;
using internal::encryption::tree_of_item;

constexpr std::string_view kSecret = "SECRET";

/// A table in memory, with as much of the API as these tests need. Keeps every request body.
class Wire final : public Connection {
 public:
  Result<Answer> exchange(const Request& request) override {
    bodies.emplace_back(request.body);
    operations.emplace_back(request.operation());
    Map body = item_from_plain_json(request.body).value();
    const Map answer = answer_to(request.operation(), body);
    if (answer.contains("__type")) return Answer(400, to_plain_json(answer));
    return Answer(200, to_plain_json(answer));
  }

  /// Whether a plaintext went by.
  bool leaked() const {
    for (const std::string& body : bodies) {
      if (body.find(kSecret) != std::string::npos) return true;
    }
    return false;
  }
  int count(std::string_view operation) const {
    return static_cast<int>(std::count(operations.begin(), operations.end(), operation));
  }

  std::vector<std::string> bodies;
  std::vector<std::string> operations;
  std::map<std::string, Map> items;  // by their keys
  bool leave_unprocessed = false;

 private:
  static std::string key_of(const Map& tree) {
    std::string key;
    for (const char* name : {"pk", "N", "V"}) {
      if (const Value* const part = tree.find(name)) key += to_plain_json(*part);
    }
    return key;
  }
  static Map of(const Map& tree, const char* name) { return tree[name].as<Map>().value(); }

  Map answer_to(std::string_view operation, const Map& body) {
    if (operation == "DescribeTable") return described();
    if (operation == "PutItem") return put(body);
    if (operation == "GetItem") return found(of(body, "Key"));
    if (operation == "DeleteItem") return {{"Attributes", items[key_of(of(body, "Key"))]}};
    if (operation == "Query" || operation == "Scan") return all();
    if (operation == "BatchGetItem") return {{"Responses", Map{{"T", *all().find("Items")}}}};
    if (operation == "BatchWriteItem") return batch(body);
    if (operation == "TransactGetItems") {
      return {{"Responses", List{found(items.begin()->second)}}};
    }
    return {};
  }
  static Map described() {
    return {
        {"Table",
         Map{{"TableName", "T"},
             {"KeySchema", List{Map{{"AttributeName", "pk"}, {"KeyType", "HASH"}}}},
             {"GlobalSecondaryIndexes",
              List{Map{{"KeySchema", List{Map{{"AttributeName", "g"}, {"KeyType", "HASH"}}}}}}}}}};
  }
  Map put(const Map& body) {
    const Map item = of(body, "Item");
    Map& place = items[key_of(item)];
    if (!place.empty() && body.contains("ConditionExpression")) {
      return {{"__type", "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"},
              {"message", "The conditional request failed"},
              {"Item", place}};
    }
    const Map before = std::exchange(place, item);
    return before.empty() ? Map() : Map{{"Attributes", before}};
  }
  Map found(const Map& key) {
    const auto at = items.find(key_of(key));
    return at == items.end() ? Map() : Map{{"Item", at->second}};
  }
  Map all() const {
    List list;
    for (const auto& [key, item] : items) list.push_back(item);
    return {{"Items", list}, {"Count", static_cast<int>(list.size())}};
  }
  Map batch(const Map& body) {
    return leave_unprocessed ? Map{{"UnprocessedItems", of(body, "RequestItems")}} : Map();
  }
};

class EncryptedCalls : public ::testing::Test {
 protected:
  static std::shared_ptr<MaterialsProvider> provider() {
    return std::make_shared<StaticMaterialsProvider>(generate_key("AES", 256).value(),
                                                     generate_key("HmacSHA256", 256).value());
  }
  /// The answer as a tree; the error's name where it failed.
  Map ask(std::string_view operation, const std::string& body) {
    const Result<std::string> answer = encrypted.call_json(operation, body).get();
    if (answer) return item_from_plain_json(*answer).value();
    return {{"error", answer.error().service_code()}};
  }
  void put() { ask("PutItem", R"({"TableName":"T","Item":)" + kItem + "}"); }
  Result<std::string> put_on_condition() {
    return encrypted
        .call_json("PutItem", R"({"TableName":"T","ConditionExpression":"x","Item":)" + kItem + "}")
        .get();
  }

  const std::string kItem = R"({"pk":{"S":"1"},"a":{"S":"SECRET"},"n":{"NS":["1","2"]}})";
  const Map kTree = item_from_plain_json(kItem).value();
  std::shared_ptr<Wire> wire = std::make_shared<Wire>();
  EncryptedClient encrypted{Client(wire, {.retry = RetryOptions::never()}), provider()};
};

TEST_F(EncryptedCalls, EncryptWhatIsPutAndDecryptWhatIsRead) {
  put();
  const Map get = ask("GetItem", R"({"TableName":"T","Key":{"pk":{"S":"1"}}})");
  EXPECT_EQ(get["Item"].as<Map>().value(), kTree) << to_plain_json(get);
  for (const char* operation : {"Query", "Scan"}) {
    const Map many = ask(operation, R"({"TableName":"T"})");
    EXPECT_EQ(many["Items"][0].as<Map>().value(), kTree) << to_plain_json(many);
  }
  const Map batch = ask("BatchGetItem", R"({"RequestItems":{"T":{"Keys":[{"pk":{"S":"1"}}]}}})");
  EXPECT_EQ(batch["Responses"]["T"][0].as<Map>().value(), kTree) << to_plain_json(batch);
  const Map transaction =
      ask("TransactGetItems",
          R"({"TransactItems":[{"Get":{"TableName":"T","Key":{"pk":{"S":"1"}}}}]})");
  EXPECT_EQ(transaction["Responses"][0]["Item"].as<Map>().value(), kTree);
  EXPECT_FALSE(wire->leaked());
  EXPECT_EQ(wire->count("DescribeTable"), 1);
}

TEST_F(EncryptedCalls, DecryptTheAttributesThatWritesReturn) {
  put();
  const Map again =
      ask("PutItem", R"({"TableName":"T","ReturnValues":"ALL_OLD","Item":)" + kItem + "}");
  EXPECT_EQ(again["Attributes"].as<Map>().value(), kTree) << to_plain_json(again);
  const Map deleted = ask("DeleteItem", R"({"TableName":"T","Key":{"pk":{"S":"1"}}})");
  EXPECT_EQ(deleted["Attributes"].as<Map>().value(), kTree) << to_plain_json(deleted);
}

TEST_F(EncryptedCalls, DecryptTheItemOfAFailedCondition) {
  put();
  const Result<std::string> failed = put_on_condition();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code(), ErrorCode::kConditionalCheckFailed);
  ASSERT_NE(failed.error().item(), nullptr);
  EXPECT_EQ(*failed.error().item(), item_of_tree(kTree).value());
}

TEST_F(EncryptedCalls, GiveUnprocessedPutsBackAsTheyWere) {
  wire->leave_unprocessed = true;
  const std::string writes = R"({"T":[{"PutRequest":{"Item":)" + kItem +
                             R"(}},{"DeleteRequest":{"Key":{"pk":{"S":"2"}}}}]})";
  const Map answer = ask("BatchWriteItem", R"({"RequestItems":)" + writes + "}");
  EXPECT_EQ(answer["UnprocessedItems"].as<Map>().value(), item_from_plain_json(writes).value());
  EXPECT_FALSE(wire->leaked());
}

TEST_F(EncryptedCalls, GiveUnprocessedPutsBackWhereNothingIsDoneToThem) {
  EncryptionOptions options;
  options.actions = AttributeActions(CryptoAction::kDoNothing, {});
  encrypted = EncryptedClient(Client(wire, {.retry = RetryOptions::never()}), provider(), options);
  wire->leave_unprocessed = true;
  const std::string writes = R"({"T":[{"PutRequest":{"Item":)" + kItem + "}}]}";
  const Map answer = ask("BatchWriteItem", R"({"RequestItems":)" + writes + "}");
  EXPECT_EQ(answer["UnprocessedItems"].as<Map>().value(), item_from_plain_json(writes).value());
}

TEST_F(EncryptedCalls, SayOfAWriteWhoseOldItemCannotBeReadThatItWasDone) {
  wire->items[R"({"S":"1"})"] = kTree;
  for (const char* operation : {"PutItem", "DeleteItem"}) {
    const Result<std::string> answer =
        encrypted
            .call_json(operation, R"({"TableName":"T","ReturnValues":"ALL_OLD","Item":)" + kItem +
                                      R"(,"Key":{"pk":{"S":"1"}}})")
            .get();
    ASSERT_FALSE(answer) << operation;
    EXPECT_EQ(failure_of(answer.error()), Failure::kDecryption) << operation;
    EXPECT_NE(answer.error().message().find("was done"), std::string::npos)
        << answer.error().message();
    wire->items[R"({"S":"1"})"] = kTree;
  }
}

TEST_F(EncryptedCalls, SayThatAConditionFailedOnAnItemThatCannotBeRead) {
  wire->items[R"({"S":"1"})"] = kTree;
  const Result<std::string> failed = put_on_condition();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code(), ErrorCode::kConditionalCheckFailed);
  EXPECT_EQ(failed.error().item(), nullptr);
  EXPECT_NE(failed.error().message().find("cannot be decrypted"), std::string::npos)
      << failed.error().message();
}

TEST_F(EncryptedCalls, RefuseProjectionsBeforeAnythingIsSent) {
  for (const std::string parameter :
       {R"("ProjectionExpression":"a")", R"("ProjectionExpression":null)",
        R"("AttributesToGet":["a"])", R"("Select":"SPECIFIC_ATTRIBUTES")",
        R"("Select":"ALL_PROJECTED_ATTRIBUTES")"}) {
    for (const char* operation : {"GetItem", "Query", "Scan"}) {
      const Map answer = ask(operation, R"({"TableName":"T",)" + parameter + "}");
      EXPECT_EQ(answer["error"].value_or(""), "InvalidArgumentError") << operation << parameter;
    }
    const Map batch = ask("BatchGetItem", R"({"RequestItems":{"T":{)" + parameter + "}}}");
    EXPECT_EQ(batch["error"].value_or(""), "InvalidArgumentError") << parameter;
    const Map transaction = ask(
        "TransactGetItems", R"({"TransactItems":[{"Get":{"TableName":"T",)" + parameter + "}}]}");
    EXPECT_EQ(transaction["error"].value_or(""), "InvalidArgumentError") << parameter;
  }
  EXPECT_TRUE(wire->bodies.empty());
}

TEST_F(EncryptedCalls, LetCountsThrough) {
  EXPECT_EQ(ask("Scan", R"({"TableName":"T","Select":"COUNT"})")["Count"].value_or(-1), 0);
}

TEST_F(EncryptedCalls, RefuseItemsThatAreTooLargeOnceEncrypted) {
  const std::string large(409'500, 'x');
  const std::string request =
      R"({"TableName":"T","Item":{"pk":{"S":"1"},"a":{"S":")" + large + R"("}}})";
  const Result<std::string> answer = encrypted.call_json("PutItem", request).get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(failure_of(answer.error()), Failure::kItemTooLarge);
  EXPECT_NE(answer.error().message().find("(409504 before)"), std::string::npos)
      << answer.error().message();
  EXPECT_EQ(wire->count("PutItem"), 0);
}

TEST_F(EncryptedCalls, TakeItemsOfExactlyTheLimitOnceEncrypted) {
  const std::string large(408'000, 'x');
  const auto put_with_key = [&](std::size_t size) {
    wire->items.clear();
    const std::string key(size, 'k');
    return encrypted
        .call_json("PutItem", R"({"TableName":"T","Item":{"pk":{"S":")" + key + R"("},"a":{"S":")" +
                                  large + R"("}}})")
        .get();
  };
  ASSERT_TRUE(put_with_key(1));
  const Item stored = item_of_tree(wire->items.begin()->second).value();
  const std::size_t most = 1 + kMaxItemBytes - item_size(stored);
  ASSERT_LT(most, 2000U);
  EXPECT_TRUE(put_with_key(most));
  const Result<std::string> refused = put_with_key(most + 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(failure_of(refused.error()), Failure::kItemTooLarge);
}

// Every operation of the API, each with the secret wherever an item could be.
TEST_F(EncryptedCalls, SendNothingReadableWhateverTheOperation) {
  const std::string item = R"("Item":)" + kItem;
  const std::map<std::string, std::string> with_items = {
      {"PutItem", R"({"TableName":"T",)" + item + "}"},
      {"BatchWriteItem", R"({"RequestItems":{"T":[{"PutRequest":{)" + item + "}}]}}"},
      {"TransactWriteItems", R"({"TransactItems":[{"Put":{"TableName":"T",)" + item + "}}]}"},
  };
  const std::string statement = R"({"Statement":"INSERT INTO T VALUE {'a':'SECRET'}"})";
  const std::map<std::string, std::string> refused = {
      {"UpdateItem", R"({"TableName":"T","Key":{"pk":{"S":"1"}},"UpdateExpression":"SET a = :a",)"
                     R"("ExpressionAttributeValues":{":a":{"S":"SECRET"}}})"},
      {"TransactWriteItems", R"({"TransactItems":[{"Update":{"TableName":"T",)"
                             R"("ExpressionAttributeValues":{":a":{"S":"SECRET"}}}}]})"},
      {"ExecuteStatement", statement},
      {"BatchExecuteStatement", R"({"Statements":[)" + statement + "]}"},
      {"ExecuteTransaction", R"({"TransactStatements":[)" + statement + "]}"},
      {"SearchVectors", R"({"TableName":"T","x":"SECRET"})"},
      {"StartBulkPutItems", R"({"TableName":"T","x":"SECRET"})"},
      {"SomethingNew", R"({"x":"SECRET"})"},
  };
  for (const auto& [operation, body] : with_items) {
    EXPECT_FALSE(ask(operation, body).contains("error")) << operation;
    EXPECT_EQ(wire->count(operation), 1) << operation;
  }
  const int sent_transactions = wire->count("TransactWriteItems");
  for (const auto& [operation, body] : refused) {
    EXPECT_EQ(ask(operation, body)["error"].value_or(""), "UnsupportedOperationError") << operation;
  }
  EXPECT_EQ(wire->count("TransactWriteItems"), sent_transactions);
  EXPECT_EQ(wire->count("UpdateItem") + wire->count("ExecuteStatement"), 0);
  EXPECT_FALSE(wire->leaked());
}

TEST_F(EncryptedCalls, PassOnOperationsWithoutItems) {
  for (const char* operation : {"CancelBulkOperation",
                                "CreateBackup",
                                "CreateGlobalTable",
                                "CreateTable",
                                "DeleteBackup",
                                "DeleteResourcePolicy",
                                "DeleteTable",
                                "DescribeBackup",
                                "DescribeBulkOperation",
                                "DescribeContinuousBackups",
                                "DescribeContributorInsights",
                                "DescribeEndpoints",
                                "DescribeExport",
                                "DescribeGlobalTable",
                                "DescribeGlobalTableSettings",
                                "DescribeImport",
                                "DescribeKinesisStreamingDestination",
                                "DescribeLimits",
                                "DescribeTable",
                                "DescribeTableReplicaAutoScaling",
                                "DescribeTimeToLive",
                                "DisableKinesisStreamingDestination",
                                "EnableKinesisStreamingDestination",
                                "ExportTableToPointInTime",
                                "GetResourcePolicy",
                                "ImportTable",
                                "ListBackups",
                                "ListBulkOperations",
                                "ListContributorInsights",
                                "ListExports",
                                "ListGlobalTables",
                                "ListImports",
                                "ListTables",
                                "ListTagsOfResource",
                                "PutResourcePolicy",
                                "RestoreTableFromBackup",
                                "RestoreTableToPointInTime",
                                "TagResource",
                                "UntagResource",
                                "UpdateContinuousBackups",
                                "UpdateContributorInsights",
                                "UpdateGlobalTable",
                                "UpdateGlobalTableSettings",
                                "UpdateKinesisStreamingDestination",
                                "UpdateTable",
                                "UpdateTableReplicaAutoScaling",
                                "UpdateTimeToLive",
                                "DescribeStream",
                                "GetRecords",
                                "GetShardIterator",
                                "ListStreams"}) {
    EXPECT_FALSE(ask(operation, R"({"TableName":"T"})").contains("error")) << operation;
    EXPECT_EQ(wire->count(operation), 1) << operation;
  }
}

TEST_F(EncryptedCalls, UseTheConfigurationThatIsGivenForThem) {
  CryptoConfig config;
  config.provider = provider();
  config.context.table_name = "another";
  config.actions = AttributeActions(CryptoAction::kDoNothing);
  const EncryptedClient untouched = encrypted.with(config);
  ASSERT_TRUE(untouched.call_json("PutItem", R"({"TableName":"T","Item":)" + kItem + "}").get());
  EXPECT_TRUE(wire->leaked());
}

TEST_F(EncryptedCalls, KnowTheKeysOfATable) {
  const TableInfo info =
      TableInfo{"T"}.refresh_indexed_attributes(encrypted.plain_client()).value();
  EXPECT_EQ(info.primary_index, (TableIndex{"pk"}));
  EXPECT_EQ(info.secondary_indexes, (std::vector<TableIndex>{{"g"}}));
  EXPECT_EQ(info.protected_index_keys().value(), std::vector<std::string>{"pk"});
  EXPECT_EQ(info.encryption_context_values().table_name, "T");
  EXPECT_FALSE(TableInfo{"T"}.protected_index_keys());
}

class Clocked {
 public:
  std::chrono::steady_clock::time_point now{};
};

TEST_F(EncryptedCalls, RefuseAnotherMaterialThanTheOneThatTheStoreWasAskedFor) {
  MetaStore store(Client(wire, {.retry = RetryOptions::never()}), "T", provider());
  store.get_or_create_provider("m", 0).value();
  const Map row = wire->items.begin()->second;
  wire->items[R"({"S":"m"}{"N":"1"})"] = row;
  wire->items[R"({"S":"n"}{"N":"0"})"] = row;
  EXPECT_TRUE(store.provider("m", 0).get());
  for (const auto& [name, version] : {std::pair("m", 1), std::pair("n", 0)}) {
    const auto other = store.provider(name, version).get();
    ASSERT_FALSE(other) << name;
    EXPECT_EQ(failure_of(other.error()), Failure::kProviderStore) << other.error().to_string();
  }
}

TEST_F(EncryptedCalls, AskTheStoreOfMaterialsOnlyWhenTheirTimeIsOver) {
  const Client client = encrypted.plain_client();
  auto store = std::make_shared<MetaStore>(client, "Materials", provider());
  auto clock = std::make_shared<Clocked>();
  CachingMostRecentProvider::Options options;
  options.store = store;
  options.material_name = "books";
  options.version_ttl = std::chrono::seconds(10);
  options.now = [clock] { return clock->now; };
  CryptoConfig config;
  config.provider = std::make_shared<CachingMostRecentProvider>(options);
  config.context.table_name = "T";
  const ItemEncryptor encryptor(config);
  const Item plain{{"a", std::string(kSecret)}};

  const Item stored = encryptor.encrypt(plain).value();
  const auto asked = wire->bodies.size();
  EXPECT_EQ(asked, 2U);  // the newest version; then it is made
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(encryptor.decrypt(encryptor.encrypt(plain).value()).value(), plain);
  }
  EXPECT_EQ(wire->bodies.size(), asked);

  clock->now += std::chrono::seconds(11);
  EXPECT_EQ(encryptor.decrypt(stored).value(), plain);  // the version is read again
  EXPECT_EQ(wire->bodies.size(), asked + 1);
  EXPECT_FALSE(wire->leaked());
}

}  // namespace
}  // namespace magneto::encryption
