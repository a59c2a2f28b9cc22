// SPDX-License-Identifier: Apache-2.0
//
// The lines on the right of docs/coming-from/boto3.md, run. tests/scripts/test_coming_from.py checks
// that they stand here.
#include <gtest/gtest.h>

#include "magneto/database.h"
#include "magneto/magneto.h"
#include "magneto/model.h"

namespace magneto {
namespace {

class FromBoto3 : public ::testing::Test {
 protected:
  FromBoto3() {
    songs.create({.partition_key = {"partition_key"}, .sort_key = KeyAttribute{"sort_key"}})
        .value();
    songs.wait_until_exists().value();
    TableDefinition definition{.partition_key = {"username"}};
    definition.sort_key = KeyAttribute{"last_name"};
    definition.global_indexes = {
        {.name = "internal_brain_id_gsi", .partition_keys = {{"internal_brain_id"}}}};
    users.create(definition).value();
    users.wait_until_exists().value();
    users.put({{"username", "janedoe"}, {"last_name", "Doe"}, {"age", 25}}).value();
  }

  Client client = Database::in_memory()->client();
  Table songs = client.table("Songs");
  Table users = client.table("users");
  const Item jane{{"username", "janedoe"}, {"last_name", "Doe"}};
  const Item item_key{{"partition_key", "p"}, {"sort_key", "s"}};
  const Item other_key{{"partition_key", "p"}, {"sort_key", "other"}};
};

TEST_F(FromBoto3, ClientsAndTablesAreMade) {
  {
    Client local({.region = "dummy_region",
                  .endpoint = "http://localhost:8000",
                  .credentials = Credentials{"dummy_key", "dummy_secret"}});
    EXPECT_EQ(local.region(), "dummy_region");
  }
  Table simple = client.table("Simple");
  model::ProvisionedThroughput tens{.read_capacity_units = 10, .write_capacity_units = 10};
  simple.create({.partition_key = {"IndexKey"}, .throughput = tens}).value();
  const auto again = simple.create({.partition_key = {"IndexKey"}, .throughput = tens}).get();
  ASSERT_FALSE(again);
  EXPECT_TRUE(again.error().code() == ErrorCode::kResourceInUse);

  TableInfo info = users.info().value();
  EXPECT_GE(info.item_count, 0);
  EXPECT_GT(info.creation_time, model::Timestamp{});
  EXPECT_EQ(info.partition_key, KeyAttribute{"username"});
  EXPECT_EQ(info.sort_key, KeyAttribute{"last_name"});
  ASSERT_NE(info.index("internal_brain_id_gsi"), nullptr);
  EXPECT_EQ(client.call<operation::ListTables>({}).value().table_names.size(), 3u);
  users.enable_ttl("expires").value();
  users.tag({{"team", "music"}}).value();
  client.call<operation::CreateBackup>({.table_name = "users", .backup_name = "tonight"}).value();
  users.drop().value();
  users.wait_until_not_exists().value();
}

TEST_F(FromBoto3, ItemsAreWrittenAndRead) {
  std::optional<Item> found = users.get(jane).value();
  ASSERT_TRUE(found);
  EXPECT_EQ((*found)["age"].as<int>().value(), 25);
  EXPECT_EQ(users.get(jane).consistent().projection({"age"}).value(), (Item{{"age", 25}}));
  users.update(jane).set(attr("age"), 26).value();
  users.update(jane).apply(update_expression("SET age = :val1", {{":val1", 26}})).value();
  std::optional<Item> updated = users.update(jane)
                                    .set(attr("LastUpdated"), "today")
                                    .set(attr("Status"), "busy")
                                    .returning(ReturnValues::kUpdatedNew)
                                    .value();
  EXPECT_EQ(updated, (Item{{"LastUpdated", "today"}, {"Status", "busy"}}));
  users.update(jane)
      .set(attr("plays"), attr("plays").if_not_exists(0) + 1)
      .add(attr("tags"), StringSet{"new"})
      .remove(attr("label"))
      .value();
  found = users.get(jane).value();
  EXPECT_EQ((*found)["plays"].as<int>().value(), 1);
  EXPECT_EQ((*found)["tags"].as<StringSet>().value(), (StringSet{"new"}));

  users.remove(jane).value();
  EXPECT_FALSE(users.get(jane).value());
}

TEST_F(FromBoto3, AConditionThatFailsIsAnError) {
  const Item item{{"username", "janedoe"}, {"last_name", "Doe"}};
  const auto refused = users.put(item).when(attr("username").not_exists()).get();
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().code() == ErrorCode::kConditionalCheckFailed);
  EXPECT_EQ(refused.error().message(), "The conditional request failed");
}

TEST_F(FromBoto3, ValuesOfAllTypesComeBack) {
  Item all = item_key;
  all["price"] = Number::parse("19.99").value();
  all["set"] = StringSet{"a", "b"};
  all["binary"] = Binary("bytes");
  all["null"] = nullptr;
  all["map"] = Map{{"a", List{1, 2}}};
  songs.put(all).value();
  EXPECT_EQ(songs.get(item_key).value(), all);
}

/// How many of Jane's items fulfil the condition: none or the one that there is.
std::size_t count_of(const Table& users, const Condition& condition) {
  return users.scan().filter(condition).all().value().size();
}

TEST_F(FromBoto3, ConditionsChooseItems) {
  users
      .put({{"username", "jim"},
            {"last_name", "Roe"},
            {"age", 40},
            {"first_name", "Jim"},
            {"account_type", "super_user"},
            {"address", Map{{"state", "CA"}}},
            {"a", "xyz1"}})
      .value();
  EXPECT_EQ(users.query(key("username") == "janedoe").filter(attr("age") < 27).all().value().size(),
            1u);
  EXPECT_EQ(users.query(key("username") == "janedoe" && key("last_name").between("A", "M"))
                .all()
                .value()
                .size(),
            1u);
  EXPECT_EQ(count_of(users, attr("age") < 27), 1u);
  EXPECT_EQ(
      count_of(users, attr("first_name").begins_with("J") && attr("account_type") == "super_user"),
      1u);
  EXPECT_EQ(count_of(users, attr("address")["state"] == "CA"), 1u);
  EXPECT_EQ(count_of(users, !attr("a").exists()), 1u);
  EXPECT_EQ(count_of(users, attr("a").in({1, 2})), 0u);
  EXPECT_EQ(count_of(users, attr("a").size() > 3), 1u);
  EXPECT_EQ(count_of(users, attr("a").contains("x")), 1u);
  EXPECT_EQ(count_of(users, attr("a").type(ValueType::kString)), 1u);
}

TEST_F(FromBoto3, ManyItemsAreRead) {
  for (const char* name : {"A", "B", "C"}) {
    users.put({{"username", "many"}, {"last_name", name}, {"internal_brain_id", "b"}}).value();
  }
  auto by_index = users.query(key("internal_brain_id") == "b")
                      .index("internal_brain_id_gsi")
                      .page_size(2)
                      .descending();
  EXPECT_EQ(by_index.all().value().size(), 3u);
  std::size_t found = 0;
  for (Result<Item>& item : users.scan()) found += item ? 1 : 0;
  EXPECT_EQ(found, 4u);
  EXPECT_TRUE(
      client.call<operation::Scan>({.table_name = "users", .limit = 1}).value().last_evaluated_key);
  auto pages = users.scan().limit(1);
  EXPECT_EQ(pages.all().value().size(), 1u);
  const std::optional<std::string> next = pages.cursor().value();
  ASSERT_TRUE(next);
  const std::string& token = *next;
  auto rest = users.scan().pagination({.max_items = 10, .page_size = 5, .starting_token = token});
  EXPECT_EQ(rest.all().value().size(), 3u);
  EXPECT_EQ(users.query(key("username") == "janedoe").count().value().count, 1);
  auto scan = users.scan().capacity();
  EXPECT_EQ(scan.all().value().size(), 4u);
  EXPECT_GT(scan.progress().consumed_units, 0);
  std::size_t in_segments = 0;
  for (int i = 0; i < 4; ++i) in_segments += users.scan().segment(i, 4).all().value().size();
  EXPECT_EQ(in_segments, 4u);
  EXPECT_LE(users.scan().segment(0, 4).all().value().size(), 4u);
}

TEST_F(FromBoto3, BatchesFinish) {
  const Item item{{"partition_key", "p"}, {"sort_key", "s"}, {"n", 0}};
  {
    BatchWriter batch(songs);
    batch.put(item);
    EXPECT_TRUE(batch.finish().value().complete());
  }
  EXPECT_EQ(BatchGet(songs).keys({item_key}).value().at(0), item);
  {
    BatchWriter last_wins(songs, {.overwrite_by_keys = true});
    for (int i = 0; i < 3; ++i) {
      Item one = item;
      one["n"] = i;
      last_wins.put(one);
    }
    EXPECT_TRUE(last_wins.finish().value().complete());
  }
  EXPECT_EQ((*songs.get(item_key).value())["n"].as<int>().value(), 2);
  BatchWriter batch(songs);
  batch.remove(item_key);
  EXPECT_TRUE(batch.finish().value().complete());
  EXPECT_FALSE(songs.get(item_key).value());
}

TEST_F(FromBoto3, TransactionsAndStatementsAreExecuted) {
  const Item item = item_key;
  WriteTransaction transaction(client);
  transaction.put(songs, item);
  transaction.update(users, jane).add(attr("songs"), 1);
  transaction.check(songs, other_key, attr("Open") == true);
  const auto done = transaction.commit().get();
  ASSERT_FALSE(done);
  ASSERT_EQ(done.error().cancellation_reasons().size(), 3u);
  EXPECT_EQ(done.error().cancellation_reasons()[2].code, ErrorCode::kConditionalCheckFailed);
  ReadTransaction read(client);
  read.get(users, jane);
  EXPECT_EQ((*read.read().value().at(0))["age"].as<int>().value(), 25);
  EXPECT_EQ(Statement(client, R"(SELECT * FROM "users" WHERE username = ?)", {"janedoe"})
                .all()
                .value()
                .size(),
            1u);
  EXPECT_TRUE(
      execute_batch(client, {{R"(SELECT * FROM "users" WHERE username = ? AND last_name = ?)",
                              {"janedoe", "Doe"}}})
          .value()
          .at(0));
}

}  // namespace
}  // namespace magneto
