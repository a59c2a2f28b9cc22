// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include <algorithm>

#include "store/modification.h"
#include "store/token.h"

namespace magneto::internal::store {

using storage::Batch;
using storage::Family;
using storage::Values;

namespace {

bool records_changes(std::span<const ItemRef> items) {
  return std::any_of(items.begin(), items.end(), [](const ItemRef& item) {
    return item.table->enabled_stream() != nullptr || item.table->history;
  });
}

}  // namespace

Result<void> Store::open_changes(Blocking blocking) {
  return change_numbers_.open(engine_, clock_.now_ms(), blocking);
}

// Tables without streams and history pay one look at each table.
Result<void> Store::write(std::span<const ItemRef> items, std::span<const storage::Key> keys,
                          Modification& modification, storage::Decide run, Blocking blocking) {
  if (!records_changes(items)) return engine_.modify(keys, run, blocking);
  MAGNETO_RETURN_IF_ERROR(open_changes(blocking));
  ChangeNumbers::Writer writer(change_numbers_);
  modification.number_changes(writer, clock_.now_ms());
  MAGNETO_RETURN_IF_ERROR(engine_.modify(keys, run, blocking));
  writer.applied(engine_.last_commit());
  return {};
}

Result<std::span<const derive::WriteEffect>> Store::modify(Arena& arena,
                                                           std::span<const ItemRef> items,
                                                           DecideItems decide, Blocking blocking) {
  Modification modification(arena, items);
  auto run = [&](Values values, Batch& batch) { return modification.run(values, batch, decide); };
  MAGNETO_RETURN_IF_ERROR(write(items, modification.engine_keys(0), modification, run, blocking));
  modification.count();
  return modification.effects();
}

Result<std::span<const derive::WriteEffect>> Store::modify_with_progress(
    Arena& arena, std::span<const ItemRef> items, DecideItems decide, const ProgressNote& progress,
    Blocking blocking) {
  Modification modification(arena, items);
  auto run = [&](Values values, Batch& batch) -> Result<void> {
    MAGNETO_RETURN_IF_ERROR(modification.run(values, batch, decide));
    batch.put({Family::kCatalog, progress.key}, progress.value());
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(write(items, modification.engine_keys(0), modification, run, blocking));
  modification.count();
  return modification.effects();
}

Result<Store::TransactionResult> Store::modify_once(Arena& arena, const TokenRecord& token,
                                                    std::span<const ItemRef> items,
                                                    DecideItems decide, Blocking blocking) {
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
        MAGNETO_ASSIGN_OR_RETURN(result.effects, modification.sizes(values, stored));
        return {};
      }
    }
    MAGNETO_RETURN_IF_ERROR(modification.run(values, batch, decide));
    const StoredToken used = {now_ms, token.request_digest,
                              encode_image_sizes(arena, modification.effects())};
    batch.put(keys.back(), encode_token(arena, used));
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(write(items, keys, modification, run, blocking));
  if (result.token == TokenState::kFirstUse) {
    modification.count();
    result.effects = modification.effects();
  }
  return result;
}

Result<ChangeNumber> Store::next_change(Blocking blocking) {
  MAGNETO_RETURN_IF_ERROR(open_changes(blocking));
  return change_numbers_.next(clock_.now_ms());
}

Result<ChangeNumber> Store::readable_changes(Blocking blocking) {
  MAGNETO_RETURN_IF_ERROR(open_changes(blocking));
  const ChangeNumbers::Readable readable = change_numbers_.readable(clock_.now_ms());
  if (engine_.durable_commit() < readable.commit) {
    if (blocking == Blocking::kNever) return Error(ErrorCode::kWouldBlock, {});
    MAGNETO_RETURN_IF_ERROR(engine_.flush());
  }
  return readable.below;
}

Result<ChangePage> Store::read_changes(Arena& arena, const ChangeRequest& request,
                                       Blocking blocking) {
  return read_change_page(arena, *engine_.view(blocking), request);
}

}  // namespace magneto::internal::store
