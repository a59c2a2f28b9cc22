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
#include "derive/capacity.h"
#include "keys/key_schema.h"
#include "operations/core/context.h"
#include "operations/core/throttle.h"
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

/// Refuses a transaction that meets another write of its items, or itself by its token, where the
/// server does so (Services::conflicts). Errors: kTransactionCanceled, kTransactionInProgress.
Result<void> hold_items(Context& context, std::span<const store::ItemRef> items,
                        const std::optional<std::string_view>& token, Conflicts::Hold& hold);

/// The same of one that only reads, and holds nothing. Errors: kTransactionCanceled.
Result<void> check_no_conflict(const Context& context, std::span<const store::ItemRef> items);

/// Refuses a transaction on a table whose throughput is used up. Errors: kTransactionCanceled.
Result<void> admit_transaction(const Context& context, std::span<const store::ItemRef> items,
                               Traffic traffic);

/// All or nothing; with a client request token, once. Errors: `decide`'s, the store's, and those of
/// hold_items().
template <class Input>
Result<store::Store::TransactionResult> write_transaction(Context& context, const Input& input,
                                                          std::span<const store::ItemRef> items,
                                                          store::DecideItems decide) {
  store::Store& store = context.services.store;
  Arena& arena = context.arena;
  MAGNETO_RETURN_IF_ERROR(admit_transaction(context, items, Traffic::kWrites));
  Conflicts::Hold hold;
  if (context.services.conflicts != nullptr) {
    MAGNETO_RETURN_IF_ERROR(hold_items(context, items, input.client_request_token, hold));
  }
  store::Store::TransactionResult result;
  if (input.client_request_token) {
    MAGNETO_ASSIGN_OR_RETURN(
        result,
        store.modify_once(arena, {*input.client_request_token, request_digest(arena, input)}, items,
                          decide, context.blocking));
  } else {
    MAGNETO_ASSIGN_OR_RETURN(result.effects, store.modify(arena, items, decide, context.blocking));
  }
  hold.written();
  for (std::size_t i = 0; i < result.effects.size(); ++i) {
    charge(context, *items[i].table, Traffic::kWrites,
           result.effects[i].table_units * derive::kTransactionFactor);
  }
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
