// SPDX-License-Identifier: Apache-2.0
#include "operations/items/request_key.h"

#include "derive/index_entry.h"
#include "keys/messages.h"
#include "operations/core/messages.h"

namespace magneto::internal::operations {
namespace {

using keys::KeyProblem;

// What is said of a key of any request; kMissing and kWrongType are said in different words.
Error size_error(const KeyProblem& problem) {
  if (problem.kind == KeyProblem::Kind::kEmpty) {
    return validation_error(keys::empty_key_text(*problem.attribute));
  }
  return validation_error(
      std::string(problem.is_sort ? messages::kSortKeyTooLong : messages::kPartitionKeyTooLong));
}

Error key_error(const KeyProblem& problem) {
  switch (problem.kind) {
    case KeyProblem::Kind::kMissing:
    case KeyProblem::Kind::kWrongType:
      return validation_error(std::string(messages::kKeyMismatch));
    case KeyProblem::Kind::kEmpty:
    case KeyProblem::Kind::kTooLong:
      break;
  }
  return size_error(problem);
}

Error item_key_error(const KeyProblem& problem) {
  switch (problem.kind) {
    case KeyProblem::Kind::kMissing:
      return validation_error(messages::missing_key(problem.attribute->name));
    case KeyProblem::Kind::kWrongType:
      return validation_error(messages::key_type(*problem.attribute, problem.actual));
    case KeyProblem::Kind::kEmpty:
    case KeyProblem::Kind::kTooLong:
      break;
  }
  return size_error(problem);
}

}  // namespace

Result<void> check_key(const keys::KeySchema& schema, value::ItemView key) {
  if (key.size() != schema.size()) return validation_error(std::string(messages::kKeyMismatch));
  const std::optional<KeyProblem> problem = keys::find_key_problem(schema, key);
  if (problem) return key_error(*problem);
  return {};
}

Result<void> check_key_sizes(const keys::KeySchema& schema, value::ItemView key) {
  const std::optional<KeyProblem> problem = keys::find_key_problem(schema, key);
  if (problem) return key_error(*problem);
  return {};
}

Result<void> check_item_keys(const catalog::Table& table, value::ItemView item) {
  const std::optional<KeyProblem> problem = keys::find_key_problem(table.schema, item);
  if (problem) return item_key_error(*problem);
  return derive::check_index_keys(table, item);
}

template <class Tree>
Result<void> check_scalar_keys(const catalog::Table& table, const Tree* tree) {
  if (tree == nullptr) return {};
  if (const auto key = expression::nested_key(*tree, table.schema)) {
    return validation_error(messages::nested_key(*key));
  }
  for (const auto& index : table.indexes) {
    if (const auto key = expression::nested_key(*tree, index->schema)) {
      return validation_error(messages::nested_index_key(*key));
    }
  }
  return {};
}

template Result<void> check_scalar_keys(const catalog::Table&, const expression::Condition*);
template Result<void> check_scalar_keys(const catalog::Table&, const expression::Projection*);
template Result<void> check_scalar_keys(const catalog::Table&, const expression::Update*);

}  // namespace magneto::internal::operations
