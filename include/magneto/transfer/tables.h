// SPDX-License-Identifier: Apache-2.0
//
// Tables: a client's tables by their names, with pynamo's functions. Nothing throws: every function
// gives an Outcome.
//
//   Tables tables(client, {.prefix = "test-"});
//   tables.put_item("Songs", {{"Artist", "Nina"}, {"Title", "Sinnerman"}});     // 403 if there
//   tables.replace_item("Songs", old_key, new_item);                            // all or nothing
//   tables.create_local_backup("Songs");                                        // Songs.json
//
// Values keep their types: sets, binaries, 38 digits, "" and null are what they were. The prefix
// stands before every table's name, in all functions. `request` of an option is what the API has:
// anything in it goes with the call. A handle, thread safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "magneto/table.h"
#include "magneto/transfer/backup.h"
#include "magneto/transfer/copy.h"
#include "magneto/transfer/options.h"
#include "magneto/transfer/outcome.h"

namespace magneto {

struct TablesOptions {
  std::string prefix = {};
};

/// The names of a table's key attributes.
struct TableKeys {
  std::string hash;
  std::optional<std::string> range = {};
};
struct DetailedTableKeys {
  KeyAttribute hash;
  std::optional<KeyAttribute> range = {};
};

struct PutOptions {
  bool overwrite = false;  ///< Replace an item with the same key.
  Condition condition = {};
  model::PutItemInput request = {};
};

using AttributeUpdates = std::map<std::string, model::AttributeValueUpdate>;

class Tables {
 public:
  explicit Tables(Client client, TablesOptions options = {});

  const Client& client() const { return client_; }
  /// The table of that name behind the prefix. Copies know the same keys.
  Table table(const std::string& name) const;

  /// All items, in memory. For large tables: export_table, ParallelScan.
  Outcome<std::vector<Item>> scan(const std::string& table, model::ScanInput request = {}) const;
  /// 404 (kAbsent) where there is no such item.
  Outcome<Item> get_item(const std::string& table, Item key,
                         model::GetItemInput request = {}) const;
  /// 403 (kConditionalCheckFailed) where there is an item with its key, unless told to overwrite.
  Outcome<Item> put_item(const std::string& table, Item item, PutOptions options = {}) const;
  Outcome<model::DeleteItemOutput> delete_item(const std::string& table, Item key,
                                               model::DeleteItemInput request = {}) const;
  /// The legacy form: {"Plays", {.value = 1, .action = AttributeAction::kAdd}}.
  Outcome<model::UpdateItemOutput> update_item(const std::string& table, Item key,
                                               AttributeUpdates updates,
                                               model::UpdateItemInput request = {}) const;
  Outcome<model::UpdateItemOutput> update_item(const std::string& table, Item key,
                                               UpdateActions updates, Condition condition = {},
                                               model::UpdateItemInput request = {}) const;
  /// Puts `new_item` in the place of the item with that key. Where their keys differ both steps are
  /// one transaction. 404 (kAbsent): there is no such item; 403 (kConditionalCheckFailed): another
  /// item has the new key. Nothing is changed then.
  Outcome<Item> replace_item(const std::string& table, Item original_key, Item new_item) const;
  /// The request that replace_item() would send, as explain() of a call gives it.
  Outcome<std::string> explain_replace_item(const std::string& table, Item original_key,
                                            Item new_item) const;

  Outcome<TableKeys> table_keys(const std::string& table) const;
  Outcome<DetailedTableKeys> table_keys_detailed(const std::string& table) const;
  /// The keys of all items.
  Outcome<std::vector<Item>> table_key_values(const std::string& table) const;
  /// A key in the table's types, for what people typed: numbers from texts with all their digits,
  /// texts from numbers, binaries from base64. What is no key attribute is left out. 404 (kAbsent)
  /// where a key attribute is missing.
  Outcome<Item> convert_key(const std::string& table, const Item& key) const;

  /// Both tables are this client's; copy_table() of copy.h has two clients.
  Outcome<TransferReport> copy_table(const std::string& source, const std::string& target,
                                     const CopyOptions& options = {}) const;

  /// `file` is by default "{table}.json" in the working directory. See backup.h for what is
  /// written, and pynamo's own backups, which are read as well.
  Outcome<TransferReport> create_local_backup(const std::string& table, std::string file = {},
                                              const BackupOptions& options = {}) const;
  Outcome<TransferReport> restore_local_backup(const std::string& table, std::string file = {},
                                               const RestoreOptions& options = {}) const;
  Outcome<TransferReport> create_s3_backup(const std::string& table, const std::string& bucket,
                                           const std::string& key,
                                           const BackupOptions& options = {}) const;
  Outcome<TransferReport> restore_s3_backup(const std::string& table, const std::string& bucket,
                                            const std::string& key,
                                            const RestoreOptions& options = {}) const;

 private:
  struct Known;

  Client client_;
  std::string prefix_;
  std::shared_ptr<Known> known_;
};

}  // namespace magneto
