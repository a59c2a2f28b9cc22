// SPDX-License-Identifier: Apache-2.0
#include "transfer/item_source.h"

#include "transfer/messages.h"

namespace magneto::internal::transfer {

Result<void> check_key(const Item& item, const std::vector<KeyAttribute>& keys) {
  for (const KeyAttribute& key : keys) {
    const std::string_view wanted = Enum<AttributeType>(key.type).text();
    const Value* value = item.find(key.name);
    if (!value || type_name(value->type()) != wanted) return messages::wrong_key(key.name, wanted);
  }
  return {};
}

}  // namespace magneto::internal::transfer
