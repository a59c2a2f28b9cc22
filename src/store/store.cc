// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "store/modification.h"
#include "store/token.h"

namespace magneto::store {

using storage::Batch;
using storage::Family;
using storage::Values;

Result<std::span<const derive::WriteEffect>> Store::modify(Arena& arena,
                                                           std::span<const ItemRef> items,
                                                           DecideItems decide,
                                                           storage::Blocking blocking) {
  Modification modification(arena, items);
  auto run = [&](Values values, Batch& batch) { return modification.run(values, batch, decide); };
  MAGNETO_RETURN_IF_ERROR(engine_.modify(modification.engine_keys(0), run, blocking));
  modification.count();
  return modification.effects();
}

Result<Store::TransactionResult> Store::modify_once(Arena& arena, const TokenRecord& token,
                                                    std::span<const ItemRef> items,
                                                    DecideItems decide,
                                                    storage::Blocking blocking) {
  Modification modification(arena, items);
  const std::span<storage::Key> keys = modification.engine_keys(1);
  keys.back() = {Family::kTokens, token.token};
  const std::int64_t now_ms = clock_.now_ms();

  TransactionResult result;
  auto run = [&](Values values, Batch& batch) -> Result<void> {
    result = {};
    if (values.back()) {
      MAGNETO_ASSIGN_OR_RETURN(const StoredToken stored, decode_token(*values.back()));
      if (!stored.expired(now_ms)) {
        result.token = TokenState::kMismatch;
        if (stored.request_digest != token.request_digest) return {};
        result.token = TokenState::kReplay;
        MAGNETO_ASSIGN_OR_RETURN(result.effects, modification.sizes(values));
        return {};
      }
    }
    MAGNETO_RETURN_IF_ERROR(modification.run(values, batch, decide));
    batch.put(keys.back(), encode_token(arena, {now_ms, token.request_digest}));
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(engine_.modify(keys, run, blocking));
  if (result.token == TokenState::kFirstUse) {
    modification.count();
    result.effects = modification.effects();
  }
  return result;
}

}  // namespace magneto::store
