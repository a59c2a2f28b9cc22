// SPDX-License-Identifier: Apache-2.0
//
// Tables with encrypted items in a database, and what of them is in its requests.
#include "magneto/encryption/encrypted_table.h"

#include <gtest/gtest.h>

#include "magneto/database.h"
#include "magneto/encryption/encrypted_resource.h"
#include "magneto/parallel_scan.h"
#include "magneto/stream_reader.h"
#include "magneto/transactions.h"
#include "recorded_connection.h"

namespace magneto::encryption {
namespace {

constexpr const char* kSecret = "SECRET";

class EncryptedTables : public ::testing::Test {
 protected:
  EncryptedTables() {
    for (const char* name : {"Books", "Authors"}) {
      Table table = client.table(name);
      TableDefinition definition{.partition_key = {"pk"}, .sort_key = KeyAttribute{"sk"}};
      definition.global_indexes = {
          {.name = "ByMark", .partition_keys = {{"mark", AttributeType::kB}}}};
      definition.stream = model::StreamViewType::kNewAndOldImages;
      table.create(definition).value();
      table.wait_until_exists().value();
    }
  }
  static Item item(int number) {
    return {{"pk", "a"}, {"sk", std::to_string(number)}, {"text", kSecret}, {"n", number}};
  }
  static Item key_of(int number) { return {{"pk", "a"}, {"sk", std::to_string(number)}}; }
  void fill(int count) {
    for (int i = 0; i < count; ++i) books.put(item(i)).value();
  }

  std::shared_ptr<RecordedConnection> wire =
      std::make_shared<RecordedConnection>(Database::in_memory()->connection());
  Client client{wire};
  std::shared_ptr<MaterialsProvider> provider = std::make_shared<StaticMaterialsProvider>(
      generate_key("AES", 256).value(), generate_key("HmacSHA256", 256).value());
  EncryptedTable books{client.table("Books"), provider};
};

TEST_F(EncryptedTables, GiveBackWhatWasPut) {
  fill(3);
  EXPECT_EQ(books.get(key_of(1)).value(), item(1));
  EXPECT_EQ(books.get(key_of(7)).value(), std::nullopt);
  EXPECT_EQ(books.query(key("pk") == "a").all().value(),
            (std::vector<Item>{item(0), item(1), item(2)}));
  EXPECT_EQ(books.scan().all().value().size(), 3U);
  EXPECT_EQ(books.count().value().count, 3);
  EXPECT_EQ(wire->count_with(kSecret), 0);
  EXPECT_TRUE((*books.plain_table().get(key_of(1)).value())["text"].as<Binary>());
}

TEST_F(EncryptedTables, DecryptWhatWritesReturn) {
  fill(1);
  EXPECT_EQ(books.put(item(0)).returning(ReturnValues::kAllOld).value(), item(0));
  const auto failed = books.put(item(0)).when(attr("pk").not_exists()).item_on_failure().get();
  ASSERT_FALSE(failed);
  ASSERT_NE(failed.error().item(), nullptr);
  EXPECT_EQ(*failed.error().item(), item(0));
  EXPECT_EQ(books.remove(key_of(0)).returning(ReturnValues::kAllOld).value(), item(0));
}

TEST_F(EncryptedTables, GoOnInTheMiddleOfAPage) {
  fill(10);
  QueryRange first = books.query(key("pk") == "a").page_size(4);
  std::vector<Item> found;
  for (int i = 0; i < 6; ++i) found.push_back(*first.next().value());
  const std::optional<std::string> cursor = first.cursor().value();
  for (const Item& one : books.query(key("pk") == "a").starting_at(*cursor).all().value()) {
    found.push_back(one);
  }
  ASSERT_EQ(found.size(), 10U);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(found[static_cast<std::size_t>(i)], item(i));
}

TEST_F(EncryptedTables, AreScannedInSegments) {
  fill(20);
  ParallelScan scan(books.scan(), {.segments = 3});
  int count = 0;
  while (const std::optional<Item> one = scan.next().value()) {
    EXPECT_EQ((*one)["text"].value_or(""), kSecret);
    ++count;
  }
  EXPECT_EQ(count, 20);
}

TEST_F(EncryptedTables, AreWrittenAndReadInBatches) {
  {
    BatchWriter batch = books.batch_writer({.overwrite_by_keys = true});
    for (int i = 0; i < 60; ++i) batch.put(item(i));
    batch.remove(key_of(59));
    EXPECT_TRUE(batch.finish().value().complete());
  }
  EXPECT_EQ(wire->count_with(kSecret), 0);
  EXPECT_EQ(books.batch_get({key_of(3), key_of(59), key_of(2)}).value(),
            (std::vector<std::optional<Item>>{item(3), std::nullopt, item(2)}));
}

TEST_F(EncryptedTables, RefuseUpdatesAndProjections) {
  fill(1);
  const auto updated = books.update(key_of(0)).set(attr("text"), kSecret).get();
  EXPECT_EQ(failure_of(updated.error()), Failure::kUnsupportedOperation);
  const auto projected = books.get(key_of(0)).projection({"text"}).get();
  EXPECT_EQ(failure_of(projected.error()), Failure::kInvalidArgument);
  const auto some = books.query(key("pk") == "a").projection({"text"}).next().get();
  EXPECT_EQ(failure_of(some.error()), Failure::kInvalidArgument);
  BatchGet batch = books.batch_get({key_of(0)});
  EXPECT_EQ(failure_of(batch.projection({"text"}).get().error()), Failure::kInvalidArgument);
  EXPECT_EQ(wire->count_with(kSecret), 0);
}

TEST_F(EncryptedTables, TakePartInTransactions) {
  WriteTransaction write(books.client().client());
  write.put(books.table(), item(1));
  write.check(books.table(), key_of(2), attr("pk").not_exists());
  write.commit().value();
  ReadTransaction read(books.client().client());
  read.get(books.table(), key_of(1));
  EXPECT_EQ(read.read().value().at(0), item(1));
  EXPECT_EQ(wire->count_with(kSecret), 0);
}

TEST_F(EncryptedTables, AskForTheirKeysOnce) {
  const auto before = wire->count("DescribeTable");
  fill(3);
  EXPECT_EQ(wire->count("DescribeTable"), before + 1);
  const TableInfo info = books.table_info().value();
  EXPECT_EQ(info.primary_index, (TableIndex{"pk", "sk"}));
  EXPECT_EQ(info.secondary_indexes, (std::vector<TableIndex>{{"mark"}}));
  EXPECT_EQ(wire->count("DescribeTable"), before + 1);
  EXPECT_EQ(books.refresh().value(), info);
  EXPECT_EQ(wire->count("DescribeTable"), before + 2);
}

TEST_F(EncryptedTables, DoNotAskWhereTheyMustNot) {
  const auto before = wire->count("DescribeTable");
  const EncryptedTable unknown(client.table("Books"), provider,
                               {.auto_refresh_table_indexes = false});
  const auto put = unknown.put(item(1)).get();
  EXPECT_EQ(failure_of(put.error()), Failure::kInvalidArgument);
  const EncryptedTable told(
      client.table("Books"), provider,
      {.table_info = TableInfo{"", TableIndex{"pk", "sk"}}, .auto_refresh_table_indexes = false});
  told.put(item(1)).value();
  EXPECT_EQ(books.get(key_of(1)).value(), item(1));
  EXPECT_EQ(wire->count("DescribeTable"), before + 1);  // of `books`
}

TEST_F(EncryptedTables, SayEarlyThatAKeyIsToBeEncrypted) {
  const EncryptedTable wrong(
      client.table("Books"), provider,
      {.actions =
           AttributeActions(CryptoAction::kSignOnly, {{"pk", CryptoAction::kEncryptAndSign}})});
  EXPECT_EQ(failure_of(wrong.refresh().get().error()), Failure::kInvalidArgument);
}

TEST_F(EncryptedTables, SignUnderTheNameThatIsGiven) {
  fill(1);
  const Item stored = *books.plain_table().get(key_of(0)).value();
  const EncryptedTable copy(client.table("Authors"), provider);
  copy.plain_table().put(stored).value();
  EXPECT_EQ(failure_of(copy.get(key_of(0)).get().error()), Failure::kSignatureVerification);
  const EncryptedTable of_books(client.table("Authors"), provider, {.signed_table_name = "Books"});
  EXPECT_EQ(of_books.get(key_of(0)).value(), item(0));
}

TEST_F(EncryptedTables, GiveTheItemsThatCanBeReadBesideOneThatCannot) {
  fill(3);
  books.plain_table().update(key_of(1)).set(attr("text"), "damaged").value();
  EXPECT_FALSE(books.query(key("pk") == "a").all().get());

  const DecryptedItems each = books.each(books.plain_table().query(key("pk") == "a"));
  EXPECT_EQ(each.next().value(), item(0));
  EXPECT_EQ(failure_of(each.next().get().error()), Failure::kSignatureVerification);
  EXPECT_EQ(each.next().value(), item(2));
  EXPECT_EQ(each.next().value(), std::nullopt);
}

// A cursor in the middle of a page is made of the last item taken, which is decrypted.
TEST_F(EncryptedTables, DoNotSendTheKeyOfAnIndexThatIsEncrypted) {
  for (int i = 0; i < 3; ++i) {
    Item marked = item(i);
    marked["mark"] = kSecret;
    books.put(marked).value();
  }
  ScanRange range = books.scan().index("ByMark");
  EXPECT_EQ((*range.next().value())["mark"].value_or(""), kSecret);
  const std::optional<std::string> cursor = range.cursor().value();
  ASSERT_TRUE(cursor);
  const auto rest = books.scan().index("ByMark").starting_at(*cursor).next().get();
  EXPECT_EQ(failure_of(rest.error()), Failure::kInvalidArgument);
  EXPECT_EQ(wire->count_with(kSecret), 0);
  EXPECT_EQ(books.scan().index("ByMark").page_size(1).all().value().size(), 3U);
}

TEST_F(EncryptedTables, DecryptTheRecordsOfTheirStreams) {
  books.put(item(1)).value();
  Item second = item(1);
  second.set("text", "SECRET too");
  books.put(second).value();
  books.remove(key_of(1)).value();

  // Through the encrypted client, too, a stream gives what is stored.
  StreamReader reader(books.client().client(), client.table("Books").info().value().stream_arn);
  std::vector<model::Record> records = reader.next().value();
  ASSERT_EQ(records.size(), 3U);
  EXPECT_TRUE((*records[0].dynamodb->new_image)["text"].as<Binary>());
  std::vector<model::Record> plain;
  for (const model::Record& record : records) plain.push_back(books.decrypt(record).value());
  EXPECT_EQ(plain[0].dynamodb->old_image, std::nullopt);
  EXPECT_EQ(plain[0].dynamodb->new_image, item(1));
  EXPECT_EQ(plain[1].dynamodb->old_image, item(1));
  EXPECT_EQ(plain[1].dynamodb->new_image, second);
  EXPECT_EQ(plain[2].dynamodb->old_image, second);
  EXPECT_EQ(plain[2].dynamodb->keys, key_of(1));

  records[1].dynamodb->old_image->set("n", 7);
  EXPECT_EQ(failure_of(books.decrypt(records[1]).get().error()), Failure::kSignatureVerification);
  model::Record keys_only = records[0];
  keys_only.dynamodb->new_image.reset();
  EXPECT_EQ(books.decrypt(keys_only).value().dynamodb->keys, key_of(1));
}

TEST_F(EncryptedTables, AreUsedTogetherThroughAResource) {
  const EncryptedResource resource(client, provider);
  const EncryptedTable authors = resource.table("Authors");
  {
    BatchWriter batch = resource.batch_writer();
    batch.put(resource.table("Books").table(), item(1));
    batch.put(authors.table(), item(2));
    EXPECT_TRUE(batch.finish().value().complete());
  }
  BatchGet get = resource.batch_get();
  get.key(resource.table("Books").table(), key_of(1)).key(authors.table(), key_of(2));
  EXPECT_EQ(get.value(), (std::vector<std::optional<Item>>{item(1), item(2)}));
  EXPECT_EQ(authors.get(key_of(2)).value(), item(2));

  std::map<std::string, std::vector<model::WriteRequest>> writes;
  writes["Books"].push_back(
      {.put_request = model::PutRequest{.item = item(5)}, .delete_request = {}});
  resource.batch_write_item({.request_items = writes}).value();
  std::map<std::string, model::KeysAndAttributes> keys;
  keys["Books"].keys.push_back(key_of(5));
  const auto output = resource.batch_get_item({.request_items = keys}).value();
  EXPECT_EQ(output.responses.at("Books").at(0), item(5));
  EXPECT_EQ(wire->count_with(kSecret), 0);
}

TEST_F(EncryptedTables, AreListedByAResource) {
  const EncryptedResource resource(client, provider);
  const auto all = resource.tables({.page_size = 1}).value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name(), "Authors");
  EXPECT_EQ(resource.tables({.limit = 1}).value().size(), 1U);
  const auto behind = resource.tables({.exclusive_start_table_name = "Authors"}).value();
  ASSERT_EQ(behind.size(), 1U);
  behind[0].put(item(1)).value();
  EXPECT_EQ(books.get(key_of(1)).value(), item(1));
}

TEST_F(EncryptedTables, OfAResourceMayHaveSettingsOfTheirOwn) {
  const EncryptedResource resource(client, provider);
  const EncryptedTable open =
      resource.table("Books", {.actions = AttributeActions(CryptoAction::kSignOnly)});
  open.put(item(1)).value();
  EXPECT_EQ((*open.plain_table().get(key_of(1)).value())["text"].value_or(""), kSecret);
  EXPECT_FALSE(resource.table("Books").get(key_of(1)).get());
}

}  // namespace
}  // namespace magneto::encryption
