// SPDX-License-Identifier: Apache-2.0
#include "derive/index_entry.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "derive/first_error.h"
#include "derive/index_messages.h"
#include "derive/item_check.h"
#include "derive/local_entries.h"
#include "derive/vector_entry.h"
#include "keys/key_schema.h"
#include "keys/messages.h"
#include "value/item_builder.h"

namespace magneto::internal::derive {
namespace {

using value::Attribute;
using value::ItemView;
using value::ValueView;

struct KeyPart {
  const std::vector<keys::KeyAttribute>& attributes;
  std::size_t max_bytes;
};

Result<void> check_key_value(const catalog::Index& index, const keys::KeyAttribute& attribute,
                             std::size_t max_bytes, ValueView value, ItemOrigin origin) {
  if (value.type() != attribute.type) {
    return validation_error(index_key_type_text(index.name, attribute, value.type()));
  }
  const std::size_t bytes = value.scalar().size();
  if (bytes == 0) {
    return validation_error(origin == ItemOrigin::kGiven
                                ? keys::empty_index_key_text(index.name, attribute)
                                : empty_updated_index_key_text(attribute));
  }
  if (bytes > max_bytes) {
    return validation_error(index_key_size_text(index.name, attribute, bytes, max_bytes));
  }
  return {};
}

// Attributes that are there are checked also when another one is missing and nothing is indexed.
Result<void> check_key_part(const catalog::Index& index, const KeyPart& part,
                            const ItemCheck& check) {
  for (const keys::KeyAttribute& attribute : part.attributes) {
    const std::optional<ValueView> value = check.value_to_check(attribute.name);
    if (!value) continue;
    MAGNETO_RETURN_IF_ERROR(
        check_key_value(index, attribute, part.max_bytes, *value, check.origin));
  }
  return {};
}

// The limit of a part holds for several attributes together, too.
Result<void> check_key_sum(const catalog::Index& index, const KeyPart& part,
                           const ItemCheck& check) {
  if (part.attributes.size() < 2) return {};
  std::size_t bytes = 0;
  bool changed = false;
  for (const keys::KeyAttribute& attribute : part.attributes) {
    const std::optional<ValueView> value = check.item.find(attribute.name);
    if (!value || value->type() != attribute.type) return {};  // Has no entry.
    bytes += value->scalar().size();
    changed = changed || !check.old_item || check.old_item->find(attribute.name) != value;
  }
  if (!changed || bytes <= part.max_bytes) return {};
  return validation_error(
      index_key_size_text(index.name, part.attributes.back(), bytes, part.max_bytes));
}

Result<void> check_index(const catalog::Index& index, const ItemCheck& check) {
  const KeyPart partition{index.schema.partition, keys::kMaxPartitionKeyBytes};
  const KeyPart sort{index.schema.sort, keys::kMaxSortKeyBytes};
  if (!index.local) {  // Else it is the table's, and checked with its key.
    MAGNETO_RETURN_IF_ERROR(check_key_part(index, partition, check));
    MAGNETO_RETURN_IF_ERROR(check_key_sum(index, partition, check));
  }
  MAGNETO_RETURN_IF_ERROR(check_key_part(index, sort, check));
  return check_key_sum(index, sort, check);
}

Result<void> check_indexes(const catalog::Table& table, const ItemCheck& check) {
  return first_error_by_name(
      table.indexes, [&check](const catalog::Index& index) { return check_index(index, check); });
}

}  // namespace

std::optional<IndexEntry> index_entry(Arena& arena, const catalog::Table& table,
                                      const catalog::Index& index, ItemView item) {
  if (keys::find_key_problem(index.schema, item)) return std::nullopt;
  return IndexEntry{keys::index_key(arena, index.space, index.schema, table.schema, item),
                    project_entry(arena, index, item)};
}

ItemView project_entry(Arena& arena, const catalog::Index& index, ItemView item) {
  if (index.projection.type == catalog::ProjectionType::kAll) return item;

  // Both sides ascend by name: one walk over both.
  const std::vector<std::string>& names = index.entry_attributes;
  std::span<Attribute> kept = arena.make_span<Attribute>(names.size());
  std::size_t count = 0;
  auto name = names.begin();
  for (const Attribute& attribute : item) {
    while (name != names.end() && *name < attribute.name) ++name;
    if (name == names.end()) break;
    if (*name == attribute.name) kept[count++] = attribute;
  }
  return value::make_item(arena, kept.first(count));
}

Result<void> check_index_keys(const catalog::Table& table, ItemView item) {
  MAGNETO_RETURN_IF_ERROR(check_indexes(table, {item, ItemOrigin::kGiven, std::nullopt}));
  MAGNETO_RETURN_IF_ERROR(check_vectors(table, item));
  if (too_large_with_local_entries(table, item))
    return validation_error(std::string(kItemTooLarge));
  return {};
}

Result<void> check_updated_index_keys(const catalog::Table& table, std::optional<ItemView> old_item,
                                      ItemView new_item) {
  MAGNETO_RETURN_IF_ERROR(check_indexes(table, {new_item, ItemOrigin::kUpdated, old_item}));
  return check_updated_vectors(table, old_item, new_item);
}

ItemView key_attributes(Arena& arena, const catalog::Table& table, const catalog::Index* index,
                        ItemView item) {
  const std::size_t most = table.schema.size() + (index ? index->schema.size() : 0);
  std::span<Attribute> kept = arena.make_span<Attribute>(most);
  std::size_t count = 0;
  for (const Attribute& attribute : item) {
    const bool is_key =
        table.schema.contains(attribute.name) || (index && index->schema.contains(attribute.name));
    if (is_key) kept[count++] = attribute;
  }
  return value::make_item(arena, kept.first(count));
}

}  // namespace magneto::internal::derive
