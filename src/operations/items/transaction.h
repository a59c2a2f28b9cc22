// SPDX-License-Identifier: Apache-2.0
//
// What transactions that read and that write have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "catalog/table.h"
#include "keys/key_schema.h"
#include "operations/core/context.h"
#include "operations/items/consumed_capacity.h"
#include "operations/items/request_digest.h"
#include "store/store.h"
#include "value/encoded_item.h"

namespace magneto::internal::operations {

/// Of all items in the request, and of all items in an answer.
inline constexpr std::uint64_t kMaxTransactionBytes = 4 * 1024 * 1024;

/// An empty key value is an error of the whole request; other things that are wrong with a key
/// cancel the transaction. Errors: kValidation.
Result<void> check_no_empty_key(const keys::KeySchema& schema, value::ItemView key);

/// The same of the index keys of an item that is put (there only DynamoDB Local is a witness).
/// Errors: kValidation.
Result<void> check_no_empty_index_key(const catalog::Table& table, value::ItemView item);

/// All or nothing; with a client request token, once. Errors: `decide`'s, the store's.
template <class Input>
Result<store::Store::TransactionResult> write_transaction(Context& context, const Input& input,
                                                          std::span<const store::ItemRef> items,
                                                          store::DecideItems decide) {
  store::Store& store = context.services.store;
  Arena& arena = context.arena;
  if (input.client_request_token) {
    return store.modify_once(arena, {*input.client_request_token, request_digest(arena, input)},
                             items, decide, context.blocking);
  }
  store::Store::TransactionResult result;
  MAGNETO_ASSIGN_OR_RETURN(result.effects, store.modify(arena, items, decide, context.blocking));
  return result;
}

/// What a transaction that writes costs. A replay, by its token, is charged as a read of all items.
class TransactionCharge {
 public:
  TransactionCharge(Arena& arena, std::size_t max_tables, store::Store::TokenState token)
      : replay_(token == store::Store::TokenState::kReplay), capacity_(arena, max_tables) {}

  /// One action; a check's item may be of any size, it writes nothing. `name` is the request's.
  void add(std::string_view name, const catalog::Table& table, bool is_check,
           const derive::WriteEffect& effect);
  std::optional<std::span<const model::ConsumedCapacity>> describe(CapacityDetail detail) const;

 private:
  bool replay_;
  RequestCapacity capacity_;
};

}  // namespace magneto::internal::operations
