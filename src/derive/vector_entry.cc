// SPDX-License-Identifier: Apache-2.0
#include "derive/vector_entry.h"

#include <algorithm>
#include <string>
#include <vector>

#include "derive/index_messages.h"
#include "derive/item_check.h"
#include "derive/vector_messages.h"
#include "keys/key_bytes.h"
#include "keys/messages.h"
#include "value/float_vector.h"
#include "value/item_builder.h"
#include "value/item_size.h"

namespace magneto::internal::derive {
namespace {

using value::Attribute;
using value::ItemView;
using value::ValueView;

Result<void> check_elements(const catalog::VectorIndex& index, ValueView list) {
  std::size_t position = 0;
  for (const ValueView element : list.list()) {
    if (element.type() != value::Type::kNumber) {
      return validation_error(
          vector_element_type_text(index.name, index.attribute, position, element.type()));
    }
    if (!value::to_float(element.scalar())) {
      return validation_error(vector_element_range_text(index.name, index.attribute, position));
    }
    ++position;
  }
  return {};
}

Result<void> check_vector(const catalog::VectorIndex& index, ValueView value) {
  if (value.type() != value::Type::kList) {
    return validation_error(vector_type_text(index.name, index.attribute, value.type()));
  }
  const std::uint32_t size = value.list().size();
  if (size != index.dimensions) {
    return validation_error(vector_size_text(index.name, index.attribute, index.dimensions, size));
  }
  return check_elements(index, value);
}

// HASH is a key, INLINE_FILTER only has a type: it may be empty.
Result<void> check_search_attribute(const catalog::VectorIndex& index,
                                    const catalog::SearchAttribute& search, ValueView value,
                                    ItemOrigin origin) {
  const keys::KeyAttribute& attribute = search.attribute;
  if (value.type() != attribute.type) {
    return validation_error(index_key_type_text(index.name, attribute, value.type()));
  }
  if (!search.hash) return {};
  const std::size_t bytes = value.scalar().size();
  if (bytes == 0) {
    return validation_error(origin == ItemOrigin::kGiven
                                ? keys::empty_index_key_text(index.name, attribute)
                                : empty_updated_index_key_text(attribute));
  }
  if (bytes > keys::kMaxPartitionKeyBytes) {
    return validation_error(
        index_key_size_text(index.name, attribute, bytes, keys::kMaxPartitionKeyBytes));
  }
  return {};
}

Result<void> check_index(const catalog::VectorIndex& index, const ItemCheck& check) {
  for (const catalog::SearchAttribute& each : index.search_schema) {
    const std::optional<ValueView> value = check.value_to_check(each.attribute.name);
    if (value) MAGNETO_RETURN_IF_ERROR(check_search_attribute(index, each, *value, check.origin));
  }
  const std::optional<ValueView> vector = check.value_to_check(index.attribute);
  if (!vector) return {};
  return check_vector(index, *vector);
}

Result<void> check_indexes(const catalog::Table& table, const ItemCheck& check) {
  for (const auto& index : table.vector_indexes) {
    MAGNETO_RETURN_IF_ERROR(check_index(*index, check));
  }
  return {};
}

bool has_right_types(const catalog::VectorIndex& index, ItemView item) {
  return std::ranges::all_of(index.search_schema, [&](const catalog::SearchAttribute& each) {
    const std::optional<ValueView> value = item.find(each.attribute.name);
    return !value || value->type() == each.attribute.type;
  });
}

ItemView project(Arena& arena, const catalog::VectorIndex& index, ItemView item) {
  const bool all = index.projection.type == catalog::ProjectionType::kAll;
  const std::span<Attribute> kept = arena.make_span<Attribute>(item.size());
  std::size_t count = 0;
  for (const Attribute& attribute : item) {
    if (attribute.name == index.attribute) continue;
    if (all || std::ranges::binary_search(index.entry_attributes, attribute.name)) {
      kept[count++] = attribute;
    }
  }
  return value::make_item(arena, kept.first(count));
}

}  // namespace

std::optional<VectorEntry> vector_entry(Arena& arena, const catalog::Table& table,
                                        const catalog::VectorIndex& index, ItemView item) {
  const std::optional<ValueView> value = item.find(index.attribute);
  if (!value || value->type() != value::Type::kList) return std::nullopt;
  if (value->list().size() != index.dimensions) return std::nullopt;
  if (keys::find_key_problem(index.schema, item) || !has_right_types(index, item)) {
    return std::nullopt;
  }
  const auto vector = value::to_floats(arena, *value);
  if (!vector) return std::nullopt;
  return VectorEntry{keys::index_key(arena, index.space, index.schema, table.schema, item), *vector,
                     project(arena, index, item)};
}

std::uint64_t entry_size(std::span<const float> vector, ItemView item) {
  return vector.size_bytes() + value::item_size(item);
}

std::uint64_t billed_size(const catalog::Table& table, ItemView item, std::uint64_t bytes) {
  const auto& indexes = table.vector_indexes;
  for (auto index = indexes.begin(); index != indexes.end(); ++index) {
    const std::optional<ValueView> vector = item.find((*index)->attribute);
    const auto same = [&](const auto& other) { return other->attribute == (*index)->attribute; };
    if (!vector || vector->type() != value::Type::kList) continue;
    if (std::any_of(indexes.begin(), index, same)) continue;
    bytes -= value::value_size(*vector);
    bytes += vector->list().size() * sizeof(float);
  }
  return bytes;
}

Result<void> check_vectors(const catalog::Table& table, ItemView item) {
  return check_indexes(table, {item, ItemOrigin::kGiven, std::nullopt});
}

Result<void> check_updated_vectors(const catalog::Table& table,
                                   const std::optional<ItemView>& old_item, ItemView new_item) {
  return check_indexes(table, {new_item, ItemOrigin::kUpdated, old_item});
}

}  // namespace magneto::internal::derive
