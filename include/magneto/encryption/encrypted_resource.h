// SPDX-License-Identifier: Apache-2.0
//
// EncryptedResource: batches over several tables whose items are encrypted.
//
//   EncryptedResource resource(client, provider, {.actions = actions});
//   EncryptedTable books = resource.table("Books"), authors = resource.table("Authors");
//   BatchWriter batch = resource.batch_writer();
//   batch.put(books.table(), book);
//   batch.put(authors.table(), author);
//   auto found = resource.batch_get().key(books.table(), k1).key(authors.table(), k2).value();
//
// A handle, as Client is. Thread safe.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "magneto/encryption/encrypted_table.h"

namespace magneto::encryption {

/// Which tables: those behind a name, so many.
struct TablesOptions {
  std::string exclusive_start_table_name = {};
  std::optional<std::size_t> limit = {};
  std::optional<int> page_size = {};  ///< Names in an answer, 1 to 100.
};

class EncryptedResource {
 public:
  EncryptedResource(Client client, std::shared_ptr<MaterialsProvider> provider,
                    EncryptionOptions options = {});

  const EncryptedClient& client() const { return client_; }

  EncryptedTable table(std::string name) const { return client_.table(std::move(name)); }
  /// With settings of its own, and for its own calls: the resource's batches go by
  /// EncryptionOptions::tables.
  EncryptedTable table(std::string name, TableSettings settings) const;
  /// All tables there are, by their names.
  Call<std::vector<EncryptedTable>> tables(TablesOptions options = {}) const;

  /// Each key is given with its table.
  BatchGet batch_get() const;
  /// Each write is given with its table.
  BatchWriter batch_writer(BatchOptions options = {}) const;

  /// As the API has them: what is not processed comes back as the caller wrote it.
  Call<model::BatchGetItemOutput> batch_get_item(const model::BatchGetItemInput& input) const {
    return client_.call<operation::BatchGetItem>(input);
  }
  Call<model::BatchWriteItemOutput> batch_write_item(
      const model::BatchWriteItemInput& input) const {
    return client_.call<operation::BatchWriteItem>(input);
  }

 private:
  std::shared_ptr<MaterialsProvider> provider_;
  EncryptionOptions options_;
  EncryptedClient client_;
};

}  // namespace magneto::encryption
