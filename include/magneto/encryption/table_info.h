// SPDX-License-Identifier: Apache-2.0
//
// What has to be known of a table to encrypt its items: its name and its keys.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "magneto/client.h"
#include "magneto/encryption/materials.h"

namespace magneto::encryption {

/// The key attributes of a table or of an index.
struct TableIndex {
  std::string partition;
  std::optional<std::string> sort = {};

  std::set<std::string> attributes() const;
  friend bool operator==(const TableIndex&, const TableIndex&) = default;
};

struct TableInfo {
  std::string name;
  std::optional<TableIndex> primary_index = {};
  std::vector<TableIndex> secondary_indexes = {};

  /// Asks the service (DescribeTable): primary key, local indexes, global indexes.
  Call<TableInfo> refresh_indexed_attributes(Client client) const;
  /// The primary key's attributes: they must not be encrypted. Those of secondary indexes are not
  /// among them: encrypted, they make their index useless. Errors: Failure::kInvalidArgument where
  /// the primary key is not known.
  Result<std::vector<std::string>> protected_index_keys() const;
  /// Table and key names, as providers and signatures need them.
  EncryptionContext encryption_context_values() const;

  friend bool operator==(const TableInfo&, const TableInfo&) = default;
};

}  // namespace magneto::encryption
