// SPDX-License-Identifier: Apache-2.0
//
// Updates of UpdateItem and of transactions: what is refused before the item is read, and the item
// that one makes.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "catalog/table.h"
#include "expression/expression.h"
#include "model/enum.h"
#include "model/enums.h"
#include "value/encoded_item.h"

namespace magneto::internal::operations {

/// Refuses an update of a key attribute, and one that gives an index key a value of the wrong type.
/// Null passes. Errors: kValidation.
Result<void> check_update_keys(const catalog::Table& table, const expression::Update* update);

/// Refuses an update that gives an index key an empty string or binary, as far as its values alone
/// tell. Null passes. Errors: kValidation.
Result<void> check_no_empty_index_key(const catalog::Table& table,
                                      const expression::Update* update);

/// The item after the update: `old_item`, or a new one with the attributes of `key`. A null update
/// changes nothing. Nothing when there is no item and the update only removes, whatever it would
/// have to say about its paths then. Borrows its arguments. Errors: kValidation, from the update,
/// for an item that is too large, and for keys of indexes.
Result<std::optional<value::ItemView>> updated_item(Arena& arena, const catalog::Table& table,
                                                    const expression::Update* update,
                                                    value::ItemView key,
                                                    const std::optional<value::ItemView>& old_item);

/// UpdateItem counts the statement with the item: what an UpdateExpression sets must leave room for
/// it. Null passes. Errors: kValidation.
Result<void> check_room_for_statement(const expression::Update* update, value::ItemView key,
                                      value::ItemView new_item);

/// What ReturnValues asks for, of an item that was `old_item` and is `new_item`. In the arena.
std::optional<value::ItemView> returned_attributes(Arena& arena,
                                                   model::Enum<model::ReturnValue> return_values,
                                                   const expression::Update* update,
                                                   const std::optional<value::ItemView>& old_item,
                                                   const std::optional<value::ItemView>& new_item);

}  // namespace magneto::internal::operations
