// SPDX-License-Identifier: Apache-2.0
#include "operations/items/start_key.h"

#include <algorithm>

#include "json/json_writer.h"
#include "keys/messages.h"
#include "operations/core/messages.h"
#include "operations/items/request_key.h"
#include "value/decimal.h"

namespace magneto::internal::operations {
namespace {

using keys::KeyProblem;
using value::ItemView;
using value::ValueView;

// Names of attributes that a start key has: the table's, then those of the index that are not the
// table's.
std::size_t start_key_size(const Source& source) {
  std::size_t size = source.table->schema.size();
  if (source.index == nullptr) return size;
  const keys::KeySchema& schema = source.index->schema;
  for (const auto* part : {&schema.partition, &schema.sort}) {
    size += static_cast<std::size_t>(
        std::ranges::count_if(*part, [&](const keys::KeyAttribute& attribute) {
          return !source.table->schema.contains(attribute.name);
        }));
  }
  return size;
}

Error empty_key_error(const Source& source, const keys::KeyAttribute& attribute) {
  return validation_error(messages::start_key_invalid(
      source.index ? keys::empty_index_key_text(source.index->name, attribute)
                   : keys::empty_key_text(attribute)));
}

Result<void> check_problem(const Source& source, const KeyProblem& problem, ItemView key) {
  switch (problem.kind) {
    case KeyProblem::Kind::kMissing:
      return validation_error(std::string(messages::kStartKeyInvalid));
    case KeyProblem::Kind::kWrongType:
      return validation_error(std::string(messages::kKeyMismatch));
    case KeyProblem::Kind::kEmpty:  // As DynamoDB Local has it.
      return empty_key_error(source, *problem.attribute);
    case KeyProblem::Kind::kTooLong:
      break;
  }
  return check_key_sizes(source.schema(), key);
}

// Of an attribute of the table's key, when it stands behind the range of an item's partition.
std::string java_text(ValueView value) {
  std::string text(value::type_name(value.type()));
  text += ':';
  switch (value.type()) {
    case value::Type::kNumber:
      return text + value::Decimal::decode(value.scalar()).to_string();
    case value::Type::kBinary: {
      json::JsonWriter base64;
      base64.append_base64(value.scalar());
      return text + std::string(base64.text());
    }
    default:
      return text + std::string(value.scalar());
  }
}

// The range that `condition` would select in the partition of `key`.
keys::KeyRange range_beside(Arena& arena, const Source& source, ItemView key,
                            const expression::KeyCondition& condition) {
  const auto& partition = source.schema().partition;
  const std::span<ValueView> values = arena.make_span<ValueView>(partition.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = *key.find(partition[i].name);
  return keys::query_range(arena, source.space(), values, condition.sort);
}

bool has_sort_condition(const expression::KeyCondition& condition) {
  return !condition.sort.equal.empty() || condition.sort.range.has_value();
}

bool in_words_of_its_own(std::string_view problem) {
  constexpr std::string_view kUnprefixed[] = {"contains duplicates", "number set", "numeric value",
                                              "significant digits", "number with magnitude"};
  return std::ranges::any_of(kUnprefixed, [&](std::string_view part) {
    return problem.find(part) != std::string_view::npos;
  });
}

}  // namespace

Result<void> check_start_key_values(const std::optional<model::AttributeMap>& key) {
  if (!key || key->problem.empty()) return {};
  if (in_words_of_its_own(key->problem)) return model::check_content(*key);
  return validation_error(messages::start_key_invalid(key->problem));
}

Result<void> check_query_start_key_partition(const Source& source, ItemView key) {
  if (key.size() != start_key_size(source)) {
    return validation_error(std::string(messages::kStartKeyInvalid));
  }
  const std::optional<KeyProblem> problem = keys::find_key_problem(source.schema(), key);
  if (!problem || problem->is_sort) return {};
  return check_problem(source, *problem, key);
}

Result<void> check_query_start_key_rest(const Source& source, ItemView key) {
  const std::optional<KeyProblem> problem = keys::find_key_problem(source.schema(), key);
  if (problem) return check_problem(source, *problem, key);
  return check_start_key_of_table(source, key);
}

Result<void> check_start_key_of_table(const Source& source, ItemView key) {
  const Result<void> checked = check_key_sizes(source.table->schema, key);
  if (checked.ok()) return {};
  return validation_error(messages::start_key_invalid(checked.error().message()));
}

Result<keys::KeyRange> resume_query(Arena& arena, const Source& source, ItemView key,
                                    const expression::KeyCondition& condition,
                                    const keys::KeyRange& range, bool backward) {
  const std::string_view start = start_key_bytes(arena, source, key);
  if (!range.contains(start)) {
    if (!has_sort_condition(condition)) {
      return validation_error(std::string(messages::kStartKeyOutside));
    }
    const bool matches = range_beside(arena, source, key, condition).contains(start);
    return validation_error(
        std::string(matches ? messages::kStartKeyOneRow : messages::kStartKeyPredicate));
  }
  if (source.index == nullptr && source.table->schema.sort.empty()) {
    const keys::KeyAttribute& attribute = source.table->schema.partition.front();
    return validation_error(
        messages::start_key_of_one_item(attribute.name, java_text(*key.find(attribute.name))));
  }
  return keys::resume(arena, range, start, backward);
}

Result<void> check_scan_start_key(const Source& source, ItemView key) {
  if (key.size() != start_key_size(source)) {
    return validation_error(source.index ? std::string(messages::kStartKeyInvalid)
                                         : messages::start_key_invalid(messages::kKeyMismatch));
  }
  if (source.index == nullptr) return {};
  const std::optional<KeyProblem> problem = keys::find_key_problem(source.schema(), key);
  if (problem) return check_problem(source, *problem, key);
  return {};
}

std::string_view start_key_bytes(Arena& arena, const Source& source, ItemView key) {
  const keys::KeySchema& table_schema = source.table->schema;
  if (source.index == nullptr) return keys::item_key(arena, source.space(), table_schema, key);
  return keys::index_key(arena, source.space(), source.index->schema, table_schema, key);
}

}  // namespace magneto::internal::operations
