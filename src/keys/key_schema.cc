// SPDX-License-Identifier: Apache-2.0
#include "keys/key_schema.h"

namespace magneto::internal::keys {
namespace {

const KeyAttribute* find_in(const std::vector<KeyAttribute>& attributes, std::string_view name) {
  for (const KeyAttribute& attribute : attributes) {
    if (attribute.name == name) return &attribute;
  }
  return nullptr;
}

std::optional<KeyProblem> find_problem(const std::vector<KeyAttribute>& attributes, bool is_sort,
                                       value::ItemView item) {
  using Kind = KeyProblem::Kind;
  std::size_t bytes = 0;
  for (const KeyAttribute& attribute : attributes) {
    const std::optional<value::ValueView> found = item.find(attribute.name);
    if (!found) return KeyProblem{Kind::kMissing, &attribute, is_sort};
    if (found->type() != attribute.type) {
      return KeyProblem{Kind::kWrongType, &attribute, is_sort, found->type()};
    }
    if (found->scalar().empty()) return KeyProblem{Kind::kEmpty, &attribute, is_sort};
    bytes += found->scalar().size();
    if (bytes > (is_sort ? kMaxSortKeyBytes : kMaxPartitionKeyBytes)) {
      return KeyProblem{Kind::kTooLong, &attribute, is_sort, attribute.type, bytes};
    }
  }
  return std::nullopt;
}

}  // namespace

const KeyAttribute* KeySchema::find(std::string_view attribute) const {
  const KeyAttribute* found = find_in(partition, attribute);
  return found != nullptr ? found : find_in(sort, attribute);
}

bool KeySchema::is_partition(std::string_view attribute) const {
  return find_in(partition, attribute) != nullptr;
}

std::optional<KeyProblem> find_key_problem(const KeySchema& schema, value::ItemView item) {
  if (auto problem = find_problem(schema.partition, false, item)) return problem;
  return find_problem(schema.sort, true, item);
}

}  // namespace magneto::internal::keys
