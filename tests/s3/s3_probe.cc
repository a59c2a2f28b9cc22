// SPDX-License-Identifier: Apache-2.0
//
// Tests that need an S3 server: test_s3.py starts one and runs this program with its URL in
// MAGNETO_TEST_S3. The buckets "probe", "dotted.bucket" and "my-bucket" are there. MAGNETO_TEST_S3_CA
// is the certificate of a server with TLS; with MAGNETO_TEST_S3_PROXY the bucket is in the host's
// name, and the proxy finds it.
#include <cstdlib>
#include <random>

#include <gtest/gtest.h>

#include "magneto/transfer/records.h"
#include "s3/object_streams.h"
#include "transfer/transfer_fixture.h"

namespace magneto::internal::s3 {
namespace {

S3Options options() {
  const char* url = std::getenv("MAGNETO_TEST_S3");
  S3Options made;
  made.endpoint = url ? url : "http://127.0.0.1:1";
  const char* user = std::getenv("MAGNETO_TEST_S3_USER");
  const char* secret = std::getenv("MAGNETO_TEST_S3_SECRET");
  made.credentials = magneto::Credentials{user ? user : "probe", secret ? secret : "secret"};
  if (const char* ca = std::getenv("MAGNETO_TEST_S3_CA")) made.tls.ca_file = ca;
  if (const char* proxy = std::getenv("MAGNETO_TEST_S3_PROXY")) {
    made.proxy.url = proxy;
    made.path_style = false;
  }
  made.part_bytes = std::size_t{5} << 20;
  return made;
}

std::string noise(std::size_t bytes) {
  std::mt19937 random(7);
  std::string text(bytes, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

class S3Objects : public testing::Test {
 protected:
  std::shared_ptr<BucketClient> client = BucketClient::make(options()).value();
  std::unique_ptr<objects::ObjectStore> store = open_store(client);

  std::string read(const std::string& bucket, const std::string& key) {
    const auto source = store->open(bucket, key);
    const auto bytes = source.ok() ? objects::read_all(**source) : source.error();
    EXPECT_TRUE(bytes.ok()) << bytes.error().message();
    return bytes.ok() ? *bytes : std::string();
  }
};

TEST_F(S3Objects, AreWrittenAndReadWhateverTheirSize) {
  for (const std::size_t size : {0u, 1u, (5u << 20) - 1, 5u << 20, (10u << 20) + 3}) {
    const std::string bytes = noise(size);
    ASSERT_TRUE(objects::put_object(*store, "probe", "sizes", bytes).ok()) << size;
    ASSERT_TRUE(read("probe", "sizes") == bytes) << size;
  }
}

TEST_F(S3Objects, AreWrittenAndReadWhateverTheirKey) {
  for (const std::string& key : {std::string("plain"), std::string("a b/+&=?#%41"),
                                 std::string("\xC3\xA9/\xE2\x82\xAC"), std::string("~'(*)!")}) {
    ASSERT_TRUE(objects::put_object(*store, "probe", key, "some bytes").ok()) << key;
    EXPECT_EQ(read("probe", key), "some bytes") << key;
    EXPECT_EQ(store->list("probe", key).value(), (std::vector<objects::ObjectInfo>{{key, 10}}));
    EXPECT_TRUE(client->remove("probe", key));
    EXPECT_TRUE(client->remove("probe", key));
    EXPECT_FALSE(store->open("probe", key).ok()) << key;
  }
}

TEST_F(S3Objects, AreListedOverPages) {
  for (int i = 0; i < 7; ++i) {
    ASSERT_TRUE(client->put("dotted.bucket", "p/" + std::to_string(i), std::to_string(i)));
  }
  std::vector<std::string> keys;
  std::optional<std::string> token;
  do {
    const magneto::Result<Listing> page = client->list("dotted.bucket", "p/", token, 3);
    ASSERT_TRUE(page) << page.error().to_string();
    EXPECT_LE(page->objects.size(), 3u);
    for (const Listing::Object& object : page->objects) keys.push_back(object.key);
    token = page->next_token;
  } while (token);
  EXPECT_EQ(keys, (std::vector<std::string>{"p/0", "p/1", "p/2", "p/3", "p/4", "p/5", "p/6"}));
}

TEST_F(S3Objects, WhatIsNotThereIsSaid) {
  EXPECT_TRUE(store->has_bucket("probe").value());
  EXPECT_FALSE(store->has_bucket("no-such-bucket").value());
  EXPECT_TRUE(store->list("no-such-bucket", "").value().empty());
  const auto absent = client->get("probe", "absent", 0, 10);
  EXPECT_EQ(absent.error().code(), magneto::ErrorCode::kAbsent);
  EXPECT_EQ(absent.error().service_code(), "NoSuchKey");
  EXPECT_FALSE(client->find("probe", "absent").value());
  EXPECT_FALSE(client->find("no-such-bucket", "absent").value());
  EXPECT_EQ(client->put("no-such-bucket", "a", "b").error().service_code(), "NoSuchBucket");
}

TEST_F(S3Objects, AnObjectThatChangesWhileItIsReadIsRefused) {
  ASSERT_TRUE(client->put("probe", "changing", noise(11 << 20)));
  const auto source = store->open("probe", "changing").value();
  std::string some(1 << 20, '\0');
  ASSERT_TRUE(source->read(some.data(), some.size()).ok());
  ASSERT_TRUE(client->put("probe", "changing", std::string(11 << 20, 'x')));
  EXPECT_FALSE(objects::read_all(*source).ok());
}

TEST_F(S3Objects, AWriterThatIsGivenUpLeavesNothing) {
  {
    const auto writer = store->create("probe", "given up").value();
    ASSERT_TRUE(writer->write(noise(6 << 20)).ok());
  }
  EXPECT_FALSE(store->open("probe", "given up").ok());
}

// The server in front damages the first answer, not the second, and then two in a row.
TEST_F(S3Objects, ThatAreDamagedOnTheirWayAreReadAgain) {
  if (std::getenv("MAGNETO_TEST_S3_DAMAGE") == nullptr) GTEST_SKIP();
  ASSERT_TRUE(objects::put_object(*store, "probe", "damaged", "some bytes").ok());
  EXPECT_EQ(read("probe", "damaged"), "some bytes");
  const auto twice = client->get("probe", "damaged", 0, 100);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code(), magneto::ErrorCode::kChecksum);
  EXPECT_EQ(read("probe", "damaged"), "some bytes");
}

// The server in front tells checksums; when ranges are damaged, all but the first are.
TEST_F(S3Objects, ThatComeInSeveralRangesAreCompared) {
  const char* how = std::getenv("MAGNETO_TEST_S3_RANGES");
  if (how == nullptr) GTEST_SKIP();
  const std::string bytes = noise((11 << 20) + 3);
  const char* upload = std::getenv("MAGNETO_TEST_S3_UPLOAD");
  ASSERT_TRUE(upload != nullptr && std::string_view(upload) == "parts"
                  ? objects::put_object(*store, "probe", "ranges", bytes).ok()
                  : bool{client->put("probe", "ranges", bytes)});
  const auto source = store->open("probe", "ranges").value();
  const internal::Result<std::string> read = objects::read_all(*source);
  if (std::string_view(how) == "good") {
    ASSERT_TRUE(read.ok()) << read.error().message();
    EXPECT_TRUE(*read == bytes);
  } else {
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().code(), internal::ErrorCode::kCorruption) << read.error().message();
  }
}

TEST(S3Backups, ComeBackAsTheyWere) {
  const Client client = transfer::new_database();
  const Table source = transfer::new_table(client, "Source");
  const Table target = transfer::new_table(client, "Target");
  transfer::fill(source, 2'000);
  const std::size_t kBlob = 300 << 10;
  const std::string blobs = noise(30 * kBlob);  // what no compression makes small
  for (int i = 0; i < 30; ++i) {
    const Binary blob(blobs.substr(static_cast<std::size_t>(i) * kBlob, kBlob));
    source.put({{"p", "blob"}, {"s", i}, {"b", blob}}).value();
  }
  const Tables tables(client);
  BackupOptions in_one_part{.s3 = options()};
  in_one_part.work.segments = 1;
  const auto saved = tables.create_s3_backup("Source", "probe", "backups/Source.json", in_one_part);
  ASSERT_TRUE(saved) << saved.error_msg;
  EXPECT_GT(saved.data.counts.bytes, options().part_bytes);  // so it was an upload in parts
  const std::string location = "s3://probe/backups/Source.json";
  EXPECT_EQ(check_backup(location, {}, options()).data.items, 2'031u);
  const auto restored =
      tables.restore_s3_backup("Target", "probe", "backups/Source.json", {.s3 = options()});
  ASSERT_TRUE(restored) << restored.error_msg;
  EXPECT_EQ(transfer::sorted_items(target), transfer::sorted_items(source));

  const auto part = read_backup(location, options()).data.parts.front().name;
  const auto bucket = BucketClient::make(options()).value();
  ASSERT_TRUE(bucket->put("probe", "backups/" + part, "damaged"));
  EXPECT_EQ(restore_table(location, target, {.s3 = options()}).code(),
            magneto::ErrorCode::kInvalidArgument);
}

// As docs/coming-from/pynamo.md writes it: endpoint and keys are the environment's.
TEST(S3Backups, AreMadeInPynamosWords) {
  if (std::getenv("AWS_ENDPOINT_URL_S3") == nullptr) GTEST_SKIP();
  const Client client = transfer::new_database();
  const Table table = transfer::new_table(client, "table-name");
  transfer::fill(table, 20);
  const auto before = transfer::sorted_items(table);
  const Tables pynamo(client);
  auto saved = pynamo.create_s3_backup("table-name", "my-bucket", "table-backups/table_name.json");
  ASSERT_TRUE(saved) << saved.error_msg;
  table.put({{"p", "later"}, {"s", 1}}).value();
  auto restored = pynamo.restore_s3_backup("table-name", "my-bucket",
                                           "table-backups/table_name.json", {.clear_table = true});
  ASSERT_TRUE(restored) << restored.error_msg;
  EXPECT_EQ(transfer::sorted_items(table), before);
}

TEST(S3Backups, RecordsGoToObjectsAndBack) {
  const Client client = transfer::new_database();
  const Table source = transfer::new_table(client, "Source");
  const Table target = transfer::new_table(client, "Target");
  transfer::fill(source, 500);
  const std::string location = "s3://probe/items.json.gz";
  ASSERT_TRUE(export_table(source, location, {.overwrite = true, .s3 = options()}));
  EXPECT_EQ(export_table(source, location, {.s3 = options()}).code(),
            magneto::ErrorCode::kDuplicateItem);
  ASSERT_TRUE(import_records(location, target, {.s3 = options()}));
  EXPECT_EQ(transfer::sorted_items(target), transfer::sorted_items(source));
}

TEST(S3Backups, WhatCannotBeReachedIsAnOutcome) {
  const Client client = transfer::new_database();
  const Table table = transfer::new_table(client, "Source");
  S3Options nowhere = options();
  nowhere.endpoint = "http://127.0.0.1:1";
  nowhere.max_attempts = 1;
  EXPECT_EQ(backup_table(table, "s3://probe/a", {.s3 = nowhere}).code(),
            magneto::ErrorCode::kConnect);
  EXPECT_EQ(restore_table("s3://no-such-bucket/a", table, {.s3 = options()}).status, 404);
  EXPECT_FALSE(backup_table(table, "s3://no-such-bucket/a", {.s3 = options()}));
  EXPECT_FALSE(backup_table(table, "s3://", {.s3 = options()}));
}

}  // namespace
}  // namespace magneto::internal::s3
