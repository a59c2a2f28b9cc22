// SPDX-License-Identifier: Apache-2.0
#include "magneto/transfer/tables.h"

#include <gtest/gtest.h>

#include "table/fake_connection.h"
#include "transfer/transfer_fixture.h"

namespace magneto::internal::transfer {
namespace {

class WholeTables : public testing::Test {
 protected:
  Client client = new_database();
  Table songs = new_table(client, "test-Songs");
  Tables tables{client, {.prefix = "test-"}};
  Item key{{"p", "a"}, {"s", 1}};
  Item song{{"p", "a"}, {"s", 1}, {"title", "Sinnerman"}, {"label", ""}};
};

TEST_F(WholeTables, AnItemIsPutAndGotUnderThePrefix) {
  ASSERT_TRUE(tables.put_item("Songs", song));
  EXPECT_EQ(tables.get_item("Songs", key).data, song);
  EXPECT_EQ(songs.get(key).value(), song);
}

TEST_F(WholeTables, PutRefusesToOverwriteUnlessTold) {
  ASSERT_TRUE(tables.put_item("Songs", song));
  Item other = song;
  other["title"] = "other";
  const Outcome<Item> refused = tables.put_item("Songs", other);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), ErrorCode::kConditionalCheckFailed);
  EXPECT_EQ(songs.get(key).value(), song);
  ASSERT_TRUE(tables.put_item("Songs", other, {.overwrite = true}));
  EXPECT_EQ(songs.get(key).value(), other);
}

TEST_F(WholeTables, AReplacementIsExplainedAndNotDone) {
  ASSERT_TRUE(tables.put_item("Songs", song));
  Item other = song;
  other["title"] = "other";
  EXPECT_TRUE(tables.explain_replace_item("Songs", key, other).data.starts_with("PutItem {"));
  other["s"] = 2;
  const Outcome<std::string> moved = tables.explain_replace_item("Songs", key, other);
  EXPECT_TRUE(moved.data.starts_with("TransactWriteItems {")) << moved.error_msg;
  EXPECT_EQ(tables.explain_replace_item("Songs", key, Item{{"p", "a"}}).status, 404);
  EXPECT_EQ(songs.scan().all().value(), std::vector<Item>{song});
}

TEST_F(WholeTables, EmptyStringsStayEmptyStrings) {
  Item given = song;
  ASSERT_TRUE(tables.put_item("Songs", given));
  EXPECT_EQ(given, song);
  EXPECT_EQ((*songs.get(key).value())["label"].as<std::string>().value(), "");
}

TEST_F(WholeTables, ConditionsOfTheCallerCountBesideThatOfTheKey) {
  PutOptions options;
  options.request.condition_expression = "attribute_exists(title)";
  EXPECT_EQ(tables.put_item("Songs", song, options).status, 403);
  options.request.condition_expression = "#t <> :v";
  options.request.expression_attribute_names = Names{{"#t", "title"}};
  options.request.expression_attribute_values = Item{{":v", "x"}};
  EXPECT_TRUE(tables.put_item("Songs", song, options));
  EXPECT_EQ(tables.put_item("Songs", song, options).status, 403);
  options.overwrite = true;
  EXPECT_TRUE(tables.put_item("Songs", song, options));
  options.condition = attr("title") == "another";
  EXPECT_EQ(tables.put_item("Songs", song, options).status, 403);
}

TEST_F(WholeTables, ParametersOfTheApiGoWithTheCall) {
  PutOptions options{.overwrite = true};
  options.request.return_consumed_capacity = model::ReturnConsumedCapacity::kTotal;
  ASSERT_TRUE(tables.put_item("Songs", song, options));
  model::DeleteItemInput request;
  request.return_values = model::ReturnValue::kAllOld;
  EXPECT_EQ(tables.delete_item("Songs", key, request).data.attributes, song);
  model::ScanInput limited;
  limited.filter_expression = "title = :t";
  limited.expression_attribute_values = Item{{":t", "none"}};
  EXPECT_TRUE(tables.scan("Songs", limited).data.empty());
}

TEST_F(WholeTables, AnAbsentItemIsNotFound) {
  const Outcome<Item> got = tables.get_item("Songs", key);
  EXPECT_EQ(got.status, 404);
  EXPECT_EQ(got.code(), ErrorCode::kAbsent);
  EXPECT_NE(got.error_msg, "");
  EXPECT_TRUE(tables.delete_item("Songs", key));
}

TEST_F(WholeTables, AMissingTableIsNotFoundByEveryFunction) {
  const std::string none = "Nothing";
  EXPECT_EQ(tables.scan(none).status, 404);
  EXPECT_EQ(tables.get_item(none, key).status, 404);
  EXPECT_EQ(tables.put_item(none, song).status, 404);
  EXPECT_EQ(tables.put_item(none, song, {.overwrite = true}).status, 404);
  EXPECT_EQ(tables.delete_item(none, key).status, 404);
  EXPECT_EQ(tables.update_item(none, key, AttributeUpdates()).status, 404);
  EXPECT_EQ(tables.replace_item(none, key, song).status, 404);
  EXPECT_EQ(tables.table_keys(none).status, 404);
  EXPECT_EQ(tables.table_key_values(none).status, 404);
  EXPECT_EQ(tables.convert_key(none, {{"p", "a"}}).status, 404);
  EXPECT_EQ(tables.copy_table(none, "Songs").status, 404);
  EXPECT_NE(tables.scan(none).error_msg.find("test-Nothing"), std::string::npos);
}

TEST_F(WholeTables, UpdatesHaveTheLegacyForm) {
  ASSERT_TRUE(tables.put_item("Songs", song));
  model::UpdateItemInput request;
  request.return_values = model::ReturnValue::kAllNew;
  const Outcome<model::UpdateItemOutput> done = tables.update_item(
      "Songs", key,
      AttributeUpdates{{"title", {.value = "changed", .action = model::AttributeAction::kPut}},
                       {"plays", {.value = 2, .action = model::AttributeAction::kAdd}},
                       {"label", {.action = model::AttributeAction::kDelete}}},
      request);
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_EQ(done.data.attributes, (Item{{"p", "a"}, {"s", 1}, {"title", "changed"}, {"plays", 2}}));
}

TEST_F(WholeTables, UpdatesHaveExpressionsAndConditions) {
  ASSERT_TRUE(tables.put_item("Songs", song));
  EXPECT_TRUE(tables.update_item("Songs", key, UpdateActions().set(attr("plays"), 1),
                                 attr("title") == "Sinnerman"));
  EXPECT_EQ(tables
                .update_item("Songs", key, UpdateActions().set(attr("plays"), 2),
                             attr("title") == "other")
                .status,
            403);
  EXPECT_EQ((*songs.get(key).value())["plays"].as<int>().value(), 1);
}

TEST_F(WholeTables, ReplacingKeepsOrMovesTheItem) {
  ASSERT_TRUE(tables.put_item("Songs", song));
  Item changed = song;
  changed["title"] = "changed";
  ASSERT_TRUE(tables.replace_item("Songs", key, changed));
  EXPECT_EQ(songs.get(key).value(), changed);
  Item moved = changed;
  moved["s"] = 2;
  ASSERT_TRUE(tables.replace_item("Songs", key, moved));
  EXPECT_EQ(songs.scan().all().value(), std::vector<Item>{moved});
}

TEST_F(WholeTables, AReplacementThatCannotBeChangesNothing) {
  ASSERT_TRUE(tables.put_item("Songs", song));
  Item other = song;
  other["s"] = 2;
  ASSERT_TRUE(tables.put_item("Songs", other));
  const std::vector<Item> before = sorted_items(songs);
  const Outcome<Item> taken = tables.replace_item("Songs", key, other);
  EXPECT_EQ(taken.status, 403);
  EXPECT_NE(taken.error_msg.find("new key"), std::string::npos);
  const Item absent{{"p", "absent"}, {"s", 1}};
  EXPECT_EQ(tables.replace_item("Songs", absent, absent).status, 404);
  EXPECT_EQ(tables.replace_item("Songs", absent, {{"p", "new"}, {"s", 9}}).status, 404);
  EXPECT_EQ(tables.replace_item("Songs", key, {{"p", "half a key"}}).status, 404);
  EXPECT_EQ(sorted_items(songs), before);
}

TEST_F(WholeTables, KeysAreTold) {
  const Outcome<TableKeys> keys = tables.table_keys("Songs");
  EXPECT_EQ(keys.data.hash, "p");
  EXPECT_EQ(keys.data.range, "s");
  const Outcome<DetailedTableKeys> detailed = tables.table_keys_detailed("Songs");
  EXPECT_EQ(detailed.data.hash, (KeyAttribute{"p", AttributeType::kS}));
  EXPECT_EQ(detailed.data.range, (KeyAttribute{"s", AttributeType::kN}));
  ASSERT_TRUE(tables.put_item("Songs", song));
  EXPECT_EQ(tables.table_key_values("Songs").data, std::vector<Item>{key});
}

TEST_F(WholeTables, KeysAreConvertedFromTexts) {
  const std::string digits = "12345678901234567890123456789012345678";
  const Outcome<Item> converted =
      tables.convert_key("Songs", {{"p", "a"}, {"s", digits}, {"title", "no key"}});
  EXPECT_EQ(converted.data, (Item{{"p", "a"}, {"s", Number::parse(digits).value()}}));
  EXPECT_EQ(tables.convert_key("Songs", {{"p", "a"}}).status, 404);
  EXPECT_EQ(tables.convert_key("Songs", {{"p", "a"}, {"s", "x"}}).code(),
            ErrorCode::kInvalidArgument);
  Table binary = client.table("test-Binary");
  binary.create({.partition_key = {"b", AttributeType::kB}}).value();
  EXPECT_EQ(tables.convert_key("Binary", {{"b", "AP8="}}).data,
            (Item{{"b", Binary(std::string("\0\xff", 2))}}));
}

TEST_F(WholeTables, ScanReturnsAllItemsWithTheirTypes) {
  fill(songs, 4'000);
  const Outcome<std::vector<Item>> all = tables.scan("Songs");
  EXPECT_EQ(all.data.size(), 4'001u);
  EXPECT_EQ(std::count(all.data.begin(), all.data.end(), rich_item(-1)), 1);
}

TEST(WholeTablesOverAFake, TheKeyIsAskedForOnce) {
  const auto fake = std::make_shared<table::FakeConnection>();
  fake->answers({R"({"Table":{"TableName":"T","KeySchema":[{"AttributeName":"p",)"
                 R"("KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"p",)"
                 R"("AttributeType":"S"}]}})",
                 "{}", "{}"});
  const Tables tables(fake->client());
  EXPECT_TRUE(tables.put_item("T", {{"p", "a"}}));
  EXPECT_TRUE(tables.put_item("T", {{"p", "b"}}));
  EXPECT_EQ(fake->count("DescribeTable"), 1u);
}

TEST(WholeTablesOverAFake, EveryErrorIsAnOutcome) {
  const auto fake = std::make_shared<table::FakeConnection>();
  const Tables tables(fake->client());
  const auto scan = [&](const std::string& error) {
    fake->answers({error});
    return tables.scan("T");
  };
  EXPECT_EQ(scan("ExpiredTokenException").status, 403);
  EXPECT_EQ(scan("AccessDeniedException").status, 403);
  EXPECT_EQ(scan("UnrecognizedClientException").status, 403);
  EXPECT_EQ(scan("ValidationException").status, 403);
  EXPECT_EQ(scan("ThrottlingException").status, 429);
  EXPECT_EQ(scan("InternalServerError").status, 500);
  fake->handle([](const auto&) { return Error(ErrorCode::kConnect, "no route"); });
  const Outcome<std::vector<Item>> lost = tables.scan("T");
  EXPECT_EQ(lost.status, 500);
  EXPECT_EQ(lost.code(), ErrorCode::kConnect);
}

}  // namespace
}  // namespace magneto::internal::transfer
