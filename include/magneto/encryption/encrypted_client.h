// SPDX-License-Identifier: Apache-2.0
//
// EncryptedClient: a client whose items are encrypted on their way out and decrypted on their way
// in.
//
//   EncryptedClient encrypted(client, provider, {.actions = actions});
//   encrypted.call<operation::PutItem>({.table_name = "Books", .item = book}).value();
//   Client books = encrypted.client();       // and everything that is made of a Client
//
// Whatever is built on a Client works, because it is the requests that are encrypted: items,
// ranges, batches, batch writers, transactions, operations called by name. What has no meaning
// with encrypted items is refused before anything is sent, with Failure::kUnsupportedOperation or
// kInvalidArgument and what to do instead:
//
//   UpdateItem, an Update in a transaction, PartiQL, SearchVectors, StartBulkPutItems
//   projections: ProjectionExpression, AttributesToGet, Select other than ALL_ATTRIBUTES and COUNT
//   an ExclusiveStartKey with the plaintext of an attribute that is encrypted
//
// Conditions and filters are passed on as they are: on encrypted attributes they compare
// ciphertext, and the values in them are sent as they are.
//
// A handle, as Client is. Thread safe.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "magneto/client.h"
#include "magneto/encryption/item_encryptor.h"
#include "magneto/encryption/table_info.h"
#include "magneto/operations.h"

namespace magneto::internal::encryption {
class TableBook;
}

namespace magneto::encryption {

class EncryptedTable;

/// What differs for one table.
struct TableSettings {
  std::shared_ptr<MaterialsProvider> provider = {};  ///< Null: the client's.
  std::optional<AttributeActions> actions = {};      ///< Nothing: the client's.
  std::optional<TableInfo> table_info = {};          ///< Nothing: DescribeTable is asked.
  std::optional<bool> auto_refresh_table_indexes = {};
  /// The name that items are signed with, where it is not the table's: of a restored or copied
  /// table the one that they were written to.
  std::optional<std::string> signed_table_name = {};
};

struct EncryptionOptions {
  AttributeActions actions = {};
  /// Whether DescribeTable is asked for the keys of a table, once, where they are not known.
  bool auto_refresh_table_indexes = true;
  WriterProfile profile = WriterProfile::kPython;
  std::map<std::string, TableSettings, std::less<>> tables = {};
};

class EncryptedClient {
 public:
  EncryptedClient(Client client, std::shared_ptr<MaterialsProvider> provider,
                  EncryptionOptions options = {});

  /// The client whose items are encrypted.
  const Client& client() const { return encrypted_; }
  /// The one below.
  const Client& plain_client() const { return plain_; }

  template <class Operation>
  Call<typename Operation::Output> call(const typename Operation::Input& input) const {
    return encrypted_.call<Operation>(input);
  }
  Call<std::string> call_json(std::string_view operation, std::string body) const {
    return encrypted_.call_json(operation, std::move(body));
  }
  /// The same client with `config` for all of its calls, whatever the table.
  EncryptedClient with(CryptoConfig config) const;

  /// A record of the stream of `table` (StreamReader, GetRecords) with its images decrypted: a
  /// stream has items as they are stored. One without images comes back as it is. Errors: those of
  /// encryptor(), and of an image that cannot be decrypted.
  Call<model::Record> decrypt_record(std::string table, model::Record record) const;

  /// Sends nothing (encrypted_table.h).
  EncryptedTable table(std::string name) const;

  /// How the items of a table are encrypted. Errors: those of table_info();
  /// Failure::kInvalidArgument where a key attribute is to be encrypted.
  Call<ItemEncryptor> encryptor(std::string table) const;
  /// What is known of the table, by its name or ARN: from the settings, else by one DescribeTable.
  /// Errors: those of DescribeTable; Failure::kInvalidArgument where it must not be called.
  Call<TableInfo> table_info(std::string table) const;
  /// Asks DescribeTable again, for a table that was dropped and made anew. Errors: also
  /// Failure::kInvalidArgument where a key attribute is to be encrypted.
  Call<TableInfo> refresh_table_info(std::string table) const;

 private:
  explicit EncryptedClient(std::shared_ptr<internal::encryption::TableBook> book);

  std::shared_ptr<internal::encryption::TableBook> book_;
  Client plain_;
  Client encrypted_;
};

}  // namespace magneto::encryption
