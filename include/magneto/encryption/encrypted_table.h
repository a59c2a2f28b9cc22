// SPDX-License-Identifier: Apache-2.0
//
// EncryptedTable: a table whose items are encrypted on their way out and decrypted on their way in.
//
//   EncryptedTable books(client.table("Books"), provider, {.actions = actions});
//   books.put({{"ISBN", "978-0-13-110362-7"}, {"Title", "The C Programming Language"}}).value();
//   for (Result<Item>& book : books.query(key("ISBN") == "978-0-13-110362-7")) ...
//   BatchWriter batch = books.batch_writer();
//
// What can be done with it is what an EncryptedClient allows (encrypted_client.h says what that
// refuses). The table's keys are asked for with the first call that needs them; refresh() asks at
// once, and shows mistakes in the actions early. A handle, as Table is. Thread safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "magneto/batch_get.h"
#include "magneto/batch_writer.h"
#include "magneto/encryption/encrypted_client.h"
#include "magneto/table.h"

namespace magneto::encryption {

struct EncryptedTableOptions {
  AttributeActions actions = {};
  std::optional<TableInfo> table_info = {};  ///< Nothing: DescribeTable is asked.
  bool auto_refresh_table_indexes = true;
  /// As in TableSettings.
  std::optional<std::string> signed_table_name = {};
  WriterProfile profile = WriterProfile::kPython;
};

/// The items of a range over stored items, each decrypted by itself, so that one that cannot be
/// read does not hide the others. A handle. Not thread safe.
class DecryptedItems {
 public:
  DecryptedItems(ItemRange stored, EncryptedClient client, std::string table)
      : stored_(std::move(stored)), client_(std::move(client)), table_(std::move(table)) {}

  /// Nothing at the end. An error with failure_of(error) != Failure::kNone is that of one item: the
  /// next call goes on behind it.
  Call<std::optional<Item>> next() const;

 private:
  ItemRange stored_;
  EncryptedClient client_;
  std::string table_;
};

class EncryptedTable {
 public:
  EncryptedTable(Table table, std::shared_ptr<MaterialsProvider> provider,
                 EncryptedTableOptions options = {});
  /// A table of an encrypted client, which knows how its items are encrypted.
  EncryptedTable(EncryptedClient client, std::string name);

  const std::string& name() const { return table_.name(); }
  const EncryptedClient& client() const { return client_; }
  /// The table whose items are encrypted, for whatever takes a Table: transactions, parallel scans.
  const Table& table() const { return table_; }
  /// The items as they are stored.
  Table plain_table() const { return client_.plain_client().table(name()); }

  GetCall get(Item key) const { return table_.get(std::move(key)); }
  PutCall put(Item item) const { return table_.put(std::move(item)); }
  RemoveCall remove(Item key) const { return table_.remove(std::move(key)); }
  /// Is refused, with Failure::kUnsupportedOperation, unless nothing is done to any attribute.
  UpdateCall update(Item key) const { return table_.update(std::move(key)); }

  /// An item that cannot be decrypted fails its whole page: see each().
  QueryRange query(KeyCondition condition) const { return table_.query(std::move(condition)); }
  ScanRange scan() const { return table_.scan(); }
  Call<RangeCount> count() const { return table_.count(); }
  /// `stored` is a query or a scan of plain_table().
  DecryptedItems each(ItemRange stored) const { return {std::move(stored), client_, name()}; }

  /// A record of the table's stream, with its images decrypted:
  ///
  ///   for (model::Record& record : reader.next().value()) apply(books.decrypt(record).value());
  Call<model::Record> decrypt(model::Record record) const {
    return client_.decrypt_record(name(), std::move(record));
  }

  BatchGet batch_get(std::vector<Item> keys) const;
  BatchWriter batch_writer(BatchOptions options = {}) const { return BatchWriter(table_, options); }

  /// The same table with `config` for its calls.
  EncryptedTable with(CryptoConfig config) const {
    return {client_.with(std::move(config)), name()};
  }

  Call<TableInfo> table_info() const { return client_.table_info(name()); }
  /// Asks for the table's keys now, known or not. Errors: those of DescribeTable;
  /// Failure::kInvalidArgument where a key attribute is to be encrypted.
  Call<TableInfo> refresh() const { return client_.refresh_table_info(name()); }

 private:
  EncryptedClient client_;
  Table table_;
};

}  // namespace magneto::encryption
