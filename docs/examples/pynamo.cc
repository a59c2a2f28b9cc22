// SPDX-License-Identifier: Apache-2.0
//
// The snippets of docs/coming-from/pynamo.md. Runs in this process, in memory, and in a directory for
// temporary files.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "magneto/database.h"
#include "magneto/transfer/tables.h"

using namespace magneto;

namespace {

void expect(bool holds, const char* what) {
  if (holds) return;
  std::printf("not so: %s\n", what);
  std::exit(1);
}
#define EXPECT(condition) expect(condition, #condition)

const Item kKey{{"AccountNumber", 123456789012}};
const Item kItem{{"AccountNumber", 123456789012}, {"Alias", "prod"}, {"Data", List{"1", "2"}}};

void make(const Client& client, const std::string& name) {
  Table table = client.table(name);
  table.create({.partition_key = {"AccountNumber", AttributeType::kN}}).value();
  table.wait_until_exists().value();
}

// Nothing is read or sent before the first call, so the profiles need not be there.
void clients(const Client& client) {
  {
    Tables pynamo(Client({.region = "us-east-1", .profile = "dev"}));
    EXPECT(pynamo.client().region() == "us-east-1");
  }
  {
    Client here({.profile = "a"});
    Client there({.profile = "b"});
  }
  Tables pynamo(client, {.prefix = "test-"});
  pynamo.client().table("test_table").create({.partition_key = {"PrimaryKey"}}).value();
  auto response = pynamo.get_item("table", {{"PrimaryKey", "x"}});
  EXPECT(response.status == 404 && response.data.empty() && !response.error_msg.empty());
}

void items(const Tables& pynamo) {
  const Item& key = kKey;
  const Item& item = kItem;
  Outcome<Item> put = pynamo.put_item(
      "table-name", {{"AccountNumber", 123456789012}, {"Alias", "prod"}, {"Data", List{"1", "2"}}});
  EXPECT(put.status == 200 && put.data == item && put.error_msg.empty());
  EXPECT(pynamo.put_item("table-name", item).status == 403);
  EXPECT(pynamo.put_item("table-name", item, {.overwrite = true}).ok());

  Outcome<Item> got = pynamo.get_item("table-name", {{"AccountNumber", 123456789012}});
  EXPECT(got.data == item);
  EXPECT(pynamo.get_item("table-name", {{"AccountNumber", 2}}).status == 404);

  Outcome<std::vector<Item>> all = pynamo.scan("table-name");
  EXPECT(all.data == std::vector<Item>{item});
  all = pynamo.scan("table-name", {.filter_expression = "#A = :a",
                                   .expression_attribute_names = Names{{"#A", "Alias"}},
                                   .expression_attribute_values = Item{{":a", "prod"}}});
  EXPECT(all.data.size() == 1);

  pynamo.update_item(
      "table-name", key,
      AttributeUpdates{{"data", {.value = List{1, 2, 3}, .action = model::AttributeAction::kPut}}});
  EXPECT(pynamo.get_item("table-name", key).data["data"][2].as<int>().value() == 3);
  pynamo.update_item("table-name", key, UpdateActions().set(attr("data"), List{1, 2, 3}));
  EXPECT(pynamo.get_item("table-name", key).data["data"][0].as<int>().value() == 1);

  EXPECT(pynamo
             .replace_item("table-name", {{"AccountNumber", 123456789012}},
                           {{"AccountNumber", 1111111111111}, {"Alias", "prod"}})
             .ok());
  EXPECT(pynamo.get_item("table-name", key).status == 404);
  EXPECT(pynamo.replace_item("table-name", key, {{"AccountNumber", 8}}).status == 404);
  EXPECT(pynamo.delete_item("table-name", {{"AccountNumber", 1111111111111}}).ok());
  EXPECT(pynamo.delete_item("table-name", {{"AccountNumber", 123456789012}}).ok());
}

void keys(const Tables& pynamo) {
  EXPECT(pynamo.table_keys("table-name").data.hash == "AccountNumber");
  EXPECT(!pynamo.table_keys("table-name").data.range);
  EXPECT(pynamo.table_keys_detailed("table-name").data.hash.type == AttributeType::kN);
  pynamo.put_item("table-name", kItem);
  EXPECT(pynamo.table_key_values("table-name").data == std::vector<Item>{kKey});
  EXPECT(pynamo.convert_key("table-name", {{"AccountNumber", "0001"}}).data ==
         (Item{{"AccountNumber", 1}}));
}

void whole_tables(const Client& here, const Client& there) {
  const Tables pynamo(here);
  pynamo.put_item("source", kItem);
  Outcome<TransferReport> copied =
      pynamo.copy_table("source", "target",
                        {.update = set_attributes({{"Version", "latest"}}), .clear_target = true});
  EXPECT(copied.data.counts.written == 1);
  EXPECT(pynamo.scan("target").data[0]["Version"].as<std::string>().value() == "latest");
  copied = copy_table(here.table("source"), there.table("target"));
  EXPECT(copied.data.counts.written == 1);
}

void backups(const Tables& pynamo) {
  EXPECT(pynamo.create_local_backup("table-name").ok());
  EXPECT(std::filesystem::exists("table-name.json"));
  EXPECT(std::filesystem::is_directory("table-name.parts"));
  EXPECT(pynamo.restore_local_backup("table-name").ok());
  EXPECT(pynamo.create_local_backup("table-name", "my-table-data.json").ok());
  EXPECT(
      pynamo.restore_local_backup("table-name", "my-table-data.json", {.clear_table = true}).ok());

  std::ofstream("of_pynamo.json") << R"([{"AccountNumber": 1.0}, {"AccountNumber": 2.5}])";
  EXPECT(pynamo.restore_local_backup("target", "of_pynamo.json", {.clear_table = true}).ok());
  EXPECT(pynamo.scan("target").data.size() == 2);
}

void errors(const Tables& pynamo) {
  Outcome<Item> missing = pynamo.get_item("nothing", kKey);
  EXPECT(missing.status == 404);
  EXPECT(missing.code() == ErrorCode::kResourceNotFound);
  EXPECT(missing.error->http_status() == 400);
}

}  // namespace

int main() {
  const std::string directory =
      (std::filesystem::temp_directory_path() / ("pynamo_example_" + std::to_string(::getpid())))
          .string();
  std::filesystem::create_directory(directory);
  std::filesystem::current_path(directory);
  const Client here = Database::in_memory().value().client();
  const Client there = Database::in_memory().value().client();
  for (const char* name : {"table-name", "source", "target"}) make(here, name);
  make(there, "target");
  const Tables pynamo(here);
  clients(here);
  items(pynamo);
  keys(pynamo);
  whole_tables(here, there);
  backups(pynamo);
  errors(pynamo);
  std::filesystem::current_path("/");
  std::filesystem::remove_all(directory);
  std::puts("all of it is so");
  return 0;
}
