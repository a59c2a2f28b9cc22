// SPDX-License-Identifier: Apache-2.0
#include "magneto/table.h"

#include "magneto/model.h"
#include "table/definition.h"
#include "table/key_names.h"
#include "table/range_state.h"

namespace magneto {

using internal::table::KeyNames;
using internal::table::RangeState;
using internal::table::Write;

namespace {

using NamesPointer = std::shared_ptr<KeyNames>;

TableInfo learned(const NamesPointer& names, model::TableDescription description) {
  names->learn(description);
  return TableInfo::of(std::move(description));
}

Call<TableInfo> info_of(NamesPointer names, Call<model::DescribeTableOutput> call) {
  Result<model::DescribeTableOutput> output = co_await call;
  if (!output) co_return output.error();
  co_return learned(names, std::move(output->table).value_or(model::TableDescription()));
}

template <class Output>
Call<TableInfo> described(NamesPointer names, Call<Output> call) {
  Result<Output> output = co_await call;
  if (!output) co_return output.error();
  co_return learned(names,
                    std::move(output->table_description).value_or(model::TableDescription()));
}

template <class Output>
Call<void> nothing_of(Call<Output> call) {
  Result<Output> output = co_await call;
  if (!output) co_return output.error();
  co_return Result<void>();
}

Call<model::TimeToLiveDescription> ttl_of(Call<model::DescribeTimeToLiveOutput> call) {
  Result<model::DescribeTimeToLiveOutput> output = co_await call;
  if (!output) co_return output.error();
  co_return std::move(output->time_to_live_description).value_or(model::TimeToLiveDescription());
}

Call<void> set_ttl(Client client, std::string table, std::string attribute, bool enabled) {
  model::UpdateTimeToLiveInput input;
  input.table_name = std::move(table);
  input.time_to_live_specification.enabled = enabled;
  input.time_to_live_specification.attribute_name = std::move(attribute);
  return nothing_of(client.call<operation::UpdateTimeToLive>(input));
}

/// Tags hang on the ARN; a table that is named by its own needs no question.
Call<std::string> arn_of(Table table) {
  if (table.name().starts_with("arn:")) co_return table.name();
  Call<TableInfo> call = table.info();
  Result<TableInfo> info = co_await call;
  if (!info) co_return info.error();
  co_return info->arn;
}

Call<void> add_tags(Table table, std::map<std::string, std::string> tags) {
  Call<std::string> asking = arn_of(table);
  Result<std::string> arn = co_await asking;
  if (!arn) co_return arn.error();
  model::TagResourceInput input;
  input.resource_arn = std::move(*arn);
  input.tags = internal::table::tag_list(tags);
  Call<void> call = nothing_of(table.client().call<operation::TagResource>(input));
  Result<void> tagged = co_await call;
  co_return tagged;
}

Call<void> remove_tags(Table table, std::vector<std::string> keys) {
  Call<std::string> asking = arn_of(table);
  Result<std::string> arn = co_await asking;
  if (!arn) co_return arn.error();
  model::UntagResourceInput input;
  input.resource_arn = std::move(*arn);
  input.tag_keys = std::move(keys);
  Call<void> call = nothing_of(table.client().call<operation::UntagResource>(input));
  Result<void> untagged = co_await call;
  co_return untagged;
}

Call<std::map<std::string, std::string>> tags_of(Table table) {
  Call<std::string> asking = arn_of(table);
  Result<std::string> arn = co_await asking;
  if (!arn) co_return arn.error();
  std::map<std::string, std::string> tags;
  model::ListTagsOfResourceInput input;
  input.resource_arn = std::move(*arn);
  do {
    auto call = table.client().call<operation::ListTagsOfResource>(input);
    auto output = co_await call;
    if (!output) co_return output.error();
    for (model::Tag& tag : output->tags) {
      tags[tag.key.value_or("")] = std::move(tag.value).value_or("");
    }
    input.next_token = std::move(output->next_token);
  } while (input.next_token);
  co_return tags;
}

Call<void> stop_ttl(Table table) {
  Call<model::TimeToLiveDescription> asking = table.ttl();
  Result<model::TimeToLiveDescription> ttl = co_await asking;
  if (!ttl) co_return ttl.error();
  if (!ttl->attribute_name) co_return Result<void>();
  Call<void> call = set_ttl(table.client(), table.name(), *ttl->attribute_name, false);
  Result<void> stopped = co_await call;
  co_return stopped;
}

}  // namespace

Table Client::table(std::string name) const { return Table(*this, std::move(name)); }

Table::Table(std::string name) : Table(default_client(), std::move(name)) {}
Table::Table(Client client, std::string name)
    : client_(std::move(client)),
      name_(std::move(name)),
      key_names_(std::make_shared<KeyNames>()) {}

PutCall Table::put(Item item) const {
  Write<operation::PutItem> write{.client = client_};
  write.input.table_name = name_;
  write.input.item = std::move(item);
  return PutCall(std::move(write));
}

UpdateCall Table::update(Item key) const {
  Write<operation::UpdateItem> write{.client = client_};
  write.input.table_name = name_;
  write.input.key = std::move(key);
  return UpdateCall(std::move(write));
}

RemoveCall Table::remove(Item key) const {
  Write<operation::DeleteItem> write{.client = client_};
  write.input.table_name = name_;
  write.input.key = std::move(key);
  return RemoveCall(std::move(write));
}

QueryRange Table::query(KeyCondition condition) const {
  model::QueryInput input;
  input.table_name = name_;
  return QueryRange(
      std::make_shared<RangeState>(RangeState{.client = client_,
                                              .key_names = key_names_,
                                              .input = std::move(input),
                                              .key_condition = condition.condition()}));
}

ScanRange Table::scan() const {
  model::ScanInput input;
  input.table_name = name_;
  return ScanRange(std::make_shared<RangeState>(
      RangeState{.client = client_, .key_names = key_names_, .input = std::move(input)}));
}

Call<TableInfo> Table::create(const TableDefinition& definition) const {
  const model::CreateTableInput input = internal::table::create_input(name_, definition);
  return described(key_names_, client_.call<operation::CreateTable>(input));
}

Call<TableInfo> Table::info() const {
  model::DescribeTableInput input;
  input.table_name = name_;
  return info_of(key_names_, client_.call<operation::DescribeTable>(input));
}

Call<TableInfo> Table::change(const model::UpdateTableInput& input) const {
  model::UpdateTableInput ours = input;
  ours.table_name = name_;
  return described(key_names_, client_.call<operation::UpdateTable>(std::as_const(ours)));
}

Call<TableInfo> Table::drop() const {
  model::DeleteTableInput input;
  input.table_name = name_;
  return described(key_names_, client_.call<operation::DeleteTable>(input));
}

Call<void> Table::enable_ttl(std::string attribute) const {
  return set_ttl(client_, name_, std::move(attribute), true);
}
Call<void> Table::disable_ttl() const { return stop_ttl(*this); }

Call<model::TimeToLiveDescription> Table::ttl() const {
  model::DescribeTimeToLiveInput input;
  input.table_name = name_;
  return ttl_of(client_.call<operation::DescribeTimeToLive>(input));
}

Call<void> Table::tag(std::map<std::string, std::string> tags) const {
  return add_tags(*this, std::move(tags));
}
Call<void> Table::untag(std::vector<std::string> keys) const {
  return remove_tags(*this, std::move(keys));
}
Call<std::map<std::string, std::string>> Table::tags() const { return tags_of(*this); }

}  // namespace magneto
