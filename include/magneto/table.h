// SPDX-License-Identifier: Apache-2.0
//
// Table: a table by its name, with native values in and out.
//
//   Table songs = client.table("Songs");
//   songs.put({{"Artist", "Nina"}, {"Title", "Sinnerman"}, {"Year", 1965}}).value();
//   std::optional<Item> song = songs.get({{"Artist", "Nina"}, {"Title", "Sinnerman"}}).value();
//   songs.update(key).set(attr("Plays"), attr("Plays").or_else(0) + 1).value();
//   for (Result<Item>& song : songs.query(key("Artist") == "Nina")) ...
//
// A handle: copies share what is known of the table's keys, and cost two pointers and the name.
// Making one sends nothing, so the table need not exist. Thread safe; what its functions return is
// used by one thread at a time.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "magneto/client.h"
#include "magneto/item_calls.h"
#include "magneto/key_condition.h"
#include "magneto/ranges.h"
#include "magneto/table_info.h"
#include "magneto/waiters.h"

namespace magneto {

class Table {
 public:
  /// With the default client (client.h).
  explicit Table(std::string name);
  /// A name, or the table's ARN.
  Table(Client client, std::string name);

  const std::string& name() const { return name_; }
  const Client& client() const { return client_; }

  // Items. Keys and items are given as {{"Artist", "Nina"}, ...}.

  GetCall get(Item key) const { return GetCall(client_, name_, std::move(key)); }
  template <class F>
  void get(Item key, F done) const {
    get(std::move(key)).then(std::move(done));
  }
  /// Makes the item, or replaces it as a whole.
  PutCall put(Item item) const;
  template <class F>
  void put(Item item, F done) const {
    put(std::move(item)).then(std::move(done));
  }
  /// Changes the item, or makes it.
  UpdateCall update(Item key) const;
  /// No error where there is no such item.
  RemoveCall remove(Item key) const;

  QueryRange query(KeyCondition condition) const;
  ScanRange scan() const;
  /// Reads the whole table to count; info() has a figure that may be hours old, for nothing.
  Call<RangeCount> count() const { return scan().count(); }

  // The table itself.

  /// Does not wait: see wait_until_exists(). Errors: kResourceInUse when there is one already.
  Call<TableInfo> create(const TableDefinition& definition) const;
  CallOfTemporary<TableInfo> create(TableDefinition&& definition) const {
    return create(std::as_const(definition));
  }
  Call<TableInfo> info() const;
  /// As the API has it; the name of the table is put in.
  Call<TableInfo> change(const model::UpdateTableInput& input) const;
  CallOfTemporary<TableInfo> change(model::UpdateTableInput&& input) const {
    return change(std::as_const(input));
  }
  Call<TableInfo> drop() const;

  /// Until it is ACTIVE. Errors: kDeadline where the options' time, or the call's, is over.
  Call<TableInfo> wait_until_exists(WaitOptions options = {}) const;
  Call<void> wait_until_not_exists(WaitOptions options = {}) const;
  /// Until the index, too, is ACTIVE. Errors: kIndexNotFound when there is none of that name.
  Call<TableInfo> wait_until_index(std::string index, WaitOptions options = {}) const;

  /// Items vanish some time after the moment that `attribute` names, in seconds since 1970.
  Call<void> enable_ttl(std::string attribute) const;
  Call<void> disable_ttl() const;
  Call<model::TimeToLiveDescription> ttl() const;

  Call<void> tag(std::map<std::string, std::string> tags) const;
  Call<void> untag(std::vector<std::string> keys) const;
  Call<std::map<std::string, std::string>> tags() const;

  /// For the rooms above.
  const std::shared_ptr<internal::table::KeyNames>& key_names() const { return key_names_; }

 private:
  Client client_;
  std::string name_;
  std::shared_ptr<internal::table::KeyNames> key_names_;
};

}  // namespace magneto
