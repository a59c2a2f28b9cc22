// SPDX-License-Identifier: Apache-2.0
//
// KeyNames: the names of a table's key attributes and its indexes', asked for once (DescribeTable)
// where something needs them. Shared by the copies of a Table. Thread safe.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "magneto/client.h"
#include "magneto/operations.h"

namespace magneto::internal::table {

/// Partition key first.
using Keys = std::vector<std::string>;

class KeyNames {
 public:
  /// Of the table; with an index its attributes, then those of the table that it has not.
  static Call<Keys> of(std::shared_ptr<KeyNames> names, Client client, std::string table,
                       std::string index);
  /// What the program says itself: nothing is asked for then.
  void set(Keys table);
  void learn(const model::TableDescription& table);
  /// Nothing where it is not known yet.
  std::optional<Keys> find(const std::string& index) const;

 private:
  mutable Mutex mutex_;
  std::map<std::string, Keys> by_index_ MAGNETO_GUARDED_BY(mutex_);  // "" is the table
};

/// The attributes of `item` with those names; nothing where one is missing.
std::optional<Item> key_of(const Item& item, const Keys& names);

}  // namespace magneto::internal::table
