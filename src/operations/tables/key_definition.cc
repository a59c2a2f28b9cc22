// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/key_definition.h"

#include <algorithm>

#include "base/first_repeated.h"
#include "operations/core/hash_order.h"
#include "operations/core/table_messages.h"

namespace magneto::internal::operations {
namespace {

constexpr std::size_t kMaxCompositeKeys = 4;  // Developer guide, "Multi-attribute keys".

const keys::KeyAttribute* find_definition(const AttributeDefinitions& definitions,
                                          std::string_view name) {
  const auto found = std::find_if(definitions.begin(), definitions.end(),
                                  [&](const auto& each) { return each.name == name; });
  return found == definitions.end() ? nullptr : &*found;
}

value::Type scalar_type(std::string_view name) {
  return name == "N"   ? value::Type::kNumber
         : name == "B" ? value::Type::kBinary
                       : value::Type::kString;
}

bool is_hash(const model::KeySchemaElement& element) {
  return *element.key_type == model::KeyType::kHash;
}

Result<void> check_definitions(std::span<const model::KeySchemaElement> elements,
                               const AttributeDefinitions& definitions) {
  const bool all_defined = std::all_of(elements.begin(), elements.end(), [&](const auto& each) {
    return find_definition(definitions, *each.attribute_name) != nullptr;
  });
  if (all_defined) return {};
  std::vector<std::string_view> names;
  for (const auto& each : elements) names.push_back(*each.attribute_name);
  return messages::invalid_value(
      "Some index key attributes are not defined in AttributeDefinitions. Keys: " +
      hash_ordered(std::move(names), HashBuckets::kDefault) +
      ", AttributeDefinitions: " + defined_names(definitions));
}

Result<void> check_names_differ(std::span<const model::KeySchemaElement> elements) {
  for (std::size_t i = 0; i < elements.size(); ++i)
    for (std::size_t j = i + 1; j < elements.size(); ++j)
      if (*elements[i].attribute_name == *elements[j].attribute_name)
        return validation_error(std::string(elements.size() > 2 ? messages::kSameCompositeKeyNames
                                                                : messages::kSameKeyNames));
  return {};
}

Result<void> check_pair(std::span<const model::KeySchemaElement> elements) {
  if (!is_hash(elements[0])) return validation_error(std::string(messages::kFirstNotHash));
  if (elements.size() > 1 && is_hash(elements[1]))
    return validation_error(std::string(messages::kSecondNotRange));
  return {};
}

Result<void> check_composite(std::span<const model::KeySchemaElement> elements) {
  if (!is_hash(elements[0])) return validation_error(std::string(messages::kFirstNotHash));
  const auto first_range = std::find_if_not(elements.begin(), elements.end(),
                                            [](const auto& each) { return is_hash(each); });
  if (std::any_of(first_range, elements.end(), is_hash))
    return messages::invalid_value(std::string(messages::kHashBeforeRange));
  const auto hashes = static_cast<std::size_t>(first_range - elements.begin());
  if (hashes > kMaxCompositeKeys)
    return messages::invalid_value(std::string(messages::kTooManyHash));
  if (elements.size() - hashes > kMaxCompositeKeys)
    return messages::invalid_value(std::string(messages::kTooManyRange));
  return {};
}

}  // namespace

std::string defined_names(const AttributeDefinitions& definitions) {
  std::vector<std::string_view> names;
  for (const auto& each : definitions) names.push_back(each.name);
  return hash_ordered(std::move(names), HashBuckets::kFitting);
}

Result<AttributeDefinitions> read_attribute_definitions(
    std::span<const model::AttributeDefinition> from) {
  std::vector<std::string_view> names;
  for (const auto& each : from) names.push_back(*each.attribute_name);
  const std::size_t repeated = first_repeated(names);
  if (repeated < names.size()) return messages::duplicate_definition(names[repeated]);
  AttributeDefinitions definitions;
  for (const auto& each : from) {
    definitions.push_back(
        {std::string(*each.attribute_name), scalar_type(each.attribute_type->text())});
  }
  return definitions;
}

Result<keys::KeySchema> read_key_schema(std::span<const model::KeySchemaElement> from,
                                        const AttributeDefinitions& definitions,
                                        KeySchemaOwner owner) {
  if (owner == KeySchemaOwner::kTable && from.size() > definitions.size())
    return validation_error(std::string(messages::kKeyWithoutDefinition));
  MAGNETO_RETURN_IF_ERROR(check_definitions(from, definitions));
  MAGNETO_RETURN_IF_ERROR(check_names_differ(from));
  MAGNETO_RETURN_IF_ERROR(owner == KeySchemaOwner::kGlobalIndex ? check_composite(from)
                                                                : check_pair(from));
  keys::KeySchema schema;
  for (const auto& each : from) {
    auto& part = is_hash(each) ? schema.partition : schema.sort;
    part.push_back(*find_definition(definitions, *each.attribute_name));
  }
  return schema;
}

}  // namespace magneto::internal::operations
