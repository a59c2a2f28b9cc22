// SPDX-License-Identifier: Apache-2.0
//
// The keys that requests name, checked against a schema.
#pragma once

#include "base/result.h"
#include "catalog/table.h"
#include "expression/expression.h"
#include "keys/key_schema.h"
#include "value/encoded_item.h"

namespace magneto::internal::operations {

/// A Key parameter: the attributes of the schema and no others, of its types, neither empty nor too
/// long. Errors: kValidation.
Result<void> check_key(const keys::KeySchema& schema, value::ItemView key);

/// The key attributes of an item that PutItem is to write; then those of the indexes. Names what is
/// missing or of the wrong type. Errors: kValidation.
Result<void> check_item_keys(const catalog::Table& table, value::ItemView item);

/// What all keys have in common that have their attributes, of the right types: neither empty nor
/// too long. Errors: kValidation.
Result<void> check_key_sizes(const keys::KeySchema& schema, value::ItemView key);

/// Refuses an expression that reaches into a key attribute of the table (`key.a`, `key[1]`) or of
/// an index. Null passes. Errors: kValidation.
template <class Tree>
Result<void> check_scalar_keys(const catalog::Table& table, const Tree* tree);

extern template Result<void> check_scalar_keys(const catalog::Table&, const expression::Condition*);
extern template Result<void> check_scalar_keys(const catalog::Table&,
                                               const expression::Projection*);
extern template Result<void> check_scalar_keys(const catalog::Table&, const expression::Update*);

}  // namespace magneto::internal::operations
