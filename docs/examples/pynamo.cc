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

void items(const Tables& pynamo) {
  Outcome<Item> put = pynamo.put_item("table-name", kItem);
  EXPECT(put.status == 200 && put.data == kItem && put.error_msg.empty());
  EXPECT(pynamo.put_item("table-name", kItem).status == 403);
  EXPECT(pynamo.put_item("table-name", kItem, {.overwrite = true}).ok());

  Outcome<Item> got = pynamo.get_item("table-name", {{"AccountNumber", 123456789012}});
  EXPECT(got.data == kItem);
  EXPECT(pynamo.get_item("table-name", {{"AccountNumber", 2}}).status == 404);

  Outcome<std::vector<Item>> all = pynamo.scan("table-name");
  EXPECT(all.data == std::vector<Item>{kItem});

  pynamo.update_item(
      "table-name", kKey,
      AttributeUpdates{{"data", {.value = List{1, 2, 3}, .action = model::AttributeAction::kPut}}});
  EXPECT(pynamo.get_item("table-name", kKey).data["data"][2].as<int>().value() == 3);
  pynamo.update_item("table-name", kKey, UpdateActions().set(attr("data"), List{4}));
  EXPECT(pynamo.get_item("table-name", kKey).data["data"][0].as<int>().value() == 4);

  EXPECT(pynamo.replace_item("table-name", kKey, {{"AccountNumber", 1111111111111}}).ok());
  EXPECT(pynamo.get_item("table-name", kKey).status == 404);
  EXPECT(pynamo.replace_item("table-name", kKey, {{"AccountNumber", 8}}).status == 404);
  EXPECT(pynamo.delete_item("table-name", {{"AccountNumber", 1111111111111}}).ok());
}

void keys(const Tables& pynamo) {
  EXPECT(pynamo.table_keys("table-name").data.hash == "AccountNumber");
  EXPECT(!pynamo.table_keys("table-name").data.range);
  EXPECT(pynamo.table_keys_detailed("table-name").data.hash.type == AttributeType::kN);
  pynamo.put_item("table-name", kItem);
  EXPECT(pynamo.table_key_values("table-name").data == std::vector<Item>{kKey});
  EXPECT(pynamo.convert_key("table-name", {{"AccountNumber", "123456789012"}}).data == kKey);
}

void whole_tables(const Client& here, const Client& there) {
  const Tables pynamo(here);
  Outcome<TransferReport> copied =
      pynamo.copy_table("table-name", "copies",
                        {.update = set_attributes({{"Version", "latest"}}), .clear_target = true});
  EXPECT(copied.data.counts.written == 1);
  EXPECT(pynamo.scan("copies").data[0]["Version"].as<std::string>().value() == "latest");
  copied = copy_table(here.table("table-name"), there.table("copies"), {.create_target = true});
  EXPECT(copied.data.counts.written == 1);
}

void backups(const Tables& pynamo) {
  EXPECT(pynamo.create_local_backup("table-name").ok());
  EXPECT(std::filesystem::exists("table-name.json"));
  EXPECT(pynamo.restore_local_backup("table-name").ok());
  EXPECT(pynamo.create_local_backup("table-name", "my-table-data.json").ok());
  EXPECT(
      pynamo.restore_local_backup("table-name", "my-table-data.json", {.clear_table = true}).ok());

  std::ofstream("of_pynamo.json") << R"([{"AccountNumber": 1.0}, {"AccountNumber": 2.5}])";
  EXPECT(pynamo.restore_local_backup("copies", "of_pynamo.json", {.clear_table = true}).ok());
  EXPECT(pynamo.scan("copies").data.size() == 2);
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
  make(here, "table-name");
  make(here, "copies");
  const Tables pynamo(here);
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
