// SPDX-License-Identifier: Apache-2.0
//
// Requests and answers as trees: plain JSON, in which items have DynamoDB's form.
#pragma once

#include <string>
#include <string_view>

#include "encryption/public_names.h"
#include "magneto/json.h"
#include "magneto/value.h"

namespace magneto::internal::encryption {

/// The map or list of that name; null where there is none.
template <class T>
T* child(Map& tree, std::string_view name) {
  Value* const found = tree.find(name);
  return found == nullptr ? nullptr : found->get_if<T>();
}

inline std::string text_of(const Map& tree, std::string_view name) {
  return tree[name].value_or("");
}

/// Between {"Title":{"S":"x"}} as a tree and the item.
inline Result<Item> item_of_tree(const Map& tree) { return item_from_json(to_plain_json(tree)); }
inline Result<Item> tree_of_item(const Item& item) { return item_from_plain_json(to_json(item)); }

}  // namespace magneto::internal::encryption
