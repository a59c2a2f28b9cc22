// SPDX-License-Identifier: Apache-2.0
#include "magneto/transfer/tables.h"

#include <variant>

#include "base/mutex.h"
#include "magneto/error_details.h"
#include "magneto/transactions.h"
#include "table/key_names.h"
#include "transfer/convert_key.h"
#include "transfer/messages.h"
#include "transfer/scan_pages.h"
#include "transfer/target_table.h"

namespace magneto {

namespace messages = internal::transfer::messages;
using internal::table::Keys;

/// The handles of tables that were used, with what is known of their keys.
struct Tables::Known {
  internal::Mutex mutex;
  std::map<std::string, Table> tables MAGNETO_GUARDED_BY(mutex);
};

namespace {

/// The error of a table that is not there, with its name.
Error named(const Error& error, const Table& table) {
  if (error.code() != ErrorCode::kResourceNotFound) return error;
  return error.in(messages::of_table(table.name()));
}

template <class T>
Outcome<T> failed(const Error& error, const Table& table) {
  return named(error, table);
}

Result<Keys> keys_of(const Table& table) {
  Result<Keys> keys =
      internal::table::KeyNames::of(table.key_names(), table.client(), table.name(), "").get();
  if (!keys) return named(keys.error(), table);
  return keys;
}

/// The condition that a request of the API's form has.
template <class Input>
Condition condition_of(const Input& request) {
  if (!request.condition_expression) return {};
  return condition(*request.condition_expression,
                   request.expression_attribute_values.value_or(Item()),
                   request.expression_attribute_names.value_or(Names()));
}

Outcome<std::vector<Item>> scan_all(const Table& table, model::ScanInput input) {
  std::vector<Item> items;
  for (;;) {
    Result<model::ScanOutput> page = table.client().call<operation::Scan>(input).get();
    if (!page) return {named(page.error(), table), std::move(items)};
    for (Item& item : page->items) items.push_back(std::move(item));
    if (!page->last_evaluated_key) return items;
    input.exclusive_start_key = std::move(page->last_evaluated_key);
  }
}

/// Both steps in one transaction.
WriteTransaction moving(const Table& table, Item original_key, Item new_item, const Keys& keys) {
  WriteTransaction transaction(table.client());
  transaction.put(table, std::move(new_item)).when(attr(keys.front()).not_exists());
  transaction.remove(table, std::move(original_key)).when(attr(keys.front()).exists());
  return transaction;
}

Result<void> move_item(WriteTransaction transaction) {
  Result<model::TransactWriteItemsOutput> done = transaction.commit().get();
  if (done) return {};
  const std::span<const CancellationReason> reasons = done.error().cancellation_reasons();
  if (reasons.size() != 2) return done.error();
  if (reasons[1].code == ErrorCode::kConditionalCheckFailed) return messages::no_original();
  if (reasons[0].code == ErrorCode::kConditionalCheckFailed) return messages::key_taken();
  return done.error();
}

/// The original is replaced only if it is there.
PutCall overwriting(const Table& table, Item new_item, const Keys& keys) {
  PutCall call = table.put(std::move(new_item));
  call.when(attr(keys.front()).exists());
  return call;
}

Result<void> overwrite_item(PutCall call) {
  Result<void> done = call.get();
  if (!done && done.error().code() == ErrorCode::kConditionalCheckFailed) {
    return messages::no_original();
  }
  return done;
}

/// The call that replaces an item: the first where the key stays as it is. Errors: kAbsent when one of
/// the items has no key.
using Replacement = std::variant<PutCall, WriteTransaction>;
Result<Replacement> replacement(const Table& table, Item original_key, Item new_item) {
  using internal::table::key_of;
  const Result<Keys> keys = keys_of(table);
  if (!keys) return keys.error();
  for (const std::string& name : *keys) {
    if (!new_item.find(name) || !original_key.find(name)) {
      return messages::missing_key_attribute(table.name(), name);
    }
  }
  if (key_of(new_item, *keys) == key_of(original_key, *keys)) {
    return Replacement(overwriting(table, std::move(new_item), *keys));
  }
  return Replacement(moving(table, std::move(original_key), std::move(new_item), *keys));
}

}  // namespace

Tables::Tables(Client client, TablesOptions options)
    : client_(std::move(client)),
      prefix_(std::move(options.prefix)),
      known_(std::make_shared<Known>()) {}

Table Tables::table(const std::string& name) const {
  const internal::MutexLock lock(known_->mutex);
  const auto found = known_->tables.find(name);
  if (found != known_->tables.end()) return found->second;
  return known_->tables.emplace(name, Table(client_, prefix_ + name)).first->second;
}

Outcome<std::vector<Item>> Tables::scan(const std::string& table, model::ScanInput request) const {
  const Table whole = this->table(table);
  request.table_name = whole.name();
  return scan_all(whole, std::move(request));
}

Outcome<Item> Tables::get_item(const std::string& table, Item key,
                               model::GetItemInput request) const {
  const Table from = this->table(table);
  request.table_name = from.name();
  request.key = std::move(key);
  Result<model::GetItemOutput> output = client_.call<operation::GetItem>(request).get();
  if (!output) return failed<Item>(output.error(), from);
  if (!output->item) return messages::no_item(from.name());
  return std::move(*output->item);
}

Outcome<Item> Tables::put_item(const std::string& table, Item item, PutOptions options) const {
  const Table to = this->table(table);
  internal::table::Write<operation::PutItem> write{.client = client_, .input = options.request};
  write.input.table_name = to.name();
  write.input.item = item;
  write.condition = options.condition && condition_of(options.request);
  if (!options.overwrite) {
    const Result<Keys> keys = keys_of(to);
    if (!keys) return keys.error();
    write.condition = attr(keys->front()).not_exists() && write.condition;
  }
  Result<model::PutItemOutput> done = write.output().get();
  if (!done) return failed<Item>(done.error(), to);
  return item;
}

Outcome<model::DeleteItemOutput> Tables::delete_item(const std::string& table, Item key,
                                                     model::DeleteItemInput request) const {
  const Table from = this->table(table);
  request.table_name = from.name();
  request.key = std::move(key);
  Result<model::DeleteItemOutput> done = client_.call<operation::DeleteItem>(request).get();
  if (!done) return failed<model::DeleteItemOutput>(done.error(), from);
  return done;
}

Outcome<model::UpdateItemOutput> Tables::update_item(const std::string& table, Item key,
                                                     AttributeUpdates updates,
                                                     model::UpdateItemInput request) const {
  const Table of = this->table(table);
  request.table_name = of.name();
  request.key = std::move(key);
  request.attribute_updates = std::move(updates);
  Result<model::UpdateItemOutput> done = client_.call<operation::UpdateItem>(request).get();
  if (!done) return failed<model::UpdateItemOutput>(done.error(), of);
  return done;
}

Outcome<model::UpdateItemOutput> Tables::update_item(const std::string& table, Item key,
                                                     UpdateActions updates, Condition condition,
                                                     model::UpdateItemInput request) const {
  const Table of = this->table(table);
  internal::table::Write<operation::UpdateItem> write{.client = client_, .input = request};
  write.input.table_name = of.name();
  write.input.key = std::move(key);
  write.condition = std::move(condition) && condition_of(request);
  write.actions = std::move(updates);
  Result<model::UpdateItemOutput> done = write.output().get();
  if (!done) return failed<model::UpdateItemOutput>(done.error(), of);
  return done;
}

Outcome<Item> Tables::replace_item(const std::string& table, Item original_key,
                                   Item new_item) const {
  const Table of = this->table(table);
  Result<Replacement> call = replacement(of, std::move(original_key), new_item);
  if (!call) return call.error();
  PutCall* const same_key = std::get_if<PutCall>(&*call);
  const Result<void> done = same_key != nullptr
                                ? overwrite_item(std::move(*same_key))
                                : move_item(std::get<WriteTransaction>(std::move(*call)));
  if (!done) return failed<Item>(done.error(), of);
  return new_item;
}

Outcome<std::string> Tables::explain_replace_item(const std::string& table, Item original_key,
                                                  Item new_item) const {
  const Result<Replacement> call =
      replacement(this->table(table), std::move(original_key), std::move(new_item));
  if (!call) return call.error();
  return std::visit([](const auto& replacing) { return replacing.explain(); }, *call);
}

Outcome<TableKeys> Tables::table_keys(const std::string& table) const {
  const Outcome<DetailedTableKeys> detailed = table_keys_detailed(table);
  if (!detailed) return *detailed.error;
  TableKeys keys{.hash = detailed.data.hash.name};
  if (detailed.data.range) keys.range = detailed.data.range->name;
  return keys;
}

Outcome<DetailedTableKeys> Tables::table_keys_detailed(const std::string& table) const {
  const Result<TableInfo> info = internal::transfer::described(this->table(table));
  if (!info) return info.error();
  return DetailedTableKeys{.hash = info->partition_key, .range = info->sort_key};
}

Outcome<std::vector<Item>> Tables::table_key_values(const std::string& table) const {
  const Table whole = this->table(table);
  const Result<Keys> keys = keys_of(whole);
  if (!keys) return keys.error();
  Result<model::ScanInput> input = internal::transfer::scan_input(whole, {}, Projection(*keys));
  if (!input) return std::move(input).error();
  return scan_all(whole, std::move(*input));
}

Outcome<Item> Tables::convert_key(const std::string& table, const Item& key) const {
  const Outcome<DetailedTableKeys> keys = table_keys_detailed(table);
  if (!keys) return *keys.error;
  std::vector<KeyAttribute> attributes{keys.data.hash};
  if (keys.data.range) attributes.push_back(*keys.data.range);
  return internal::transfer::converted_key(this->table(table).name(), attributes, key);
}

Outcome<TransferReport> Tables::copy_table(const std::string& source, const std::string& target,
                                           const CopyOptions& options) const {
  return magneto::copy_table(table(source), table(target), options);
}

}  // namespace magneto
