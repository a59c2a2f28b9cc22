// SPDX-License-Identifier: Apache-2.0
#include "transfers/put_chunk.h"

#include <utility>

#include "derive/index_messages.h"
#include "jobs/job_context.h"
#include "keys/key_bytes.h"
#include "operations/items/request_key.h"
#include "value/item_builder.h"
#include "value/item_size.h"

namespace magneto::internal::transfers {

bool PutChunk::full() const {
  return puts_.size() >= jobs::kChunk.records || bytes_ >= jobs::kChunk.bytes;
}

// In PutItem's order.
Result<void> PutChunk::judge(Put& put, operations::ItemCondition& condition) {
  const model::PutItemInput& input = put.record.put;
  const value::ItemView item = *input.item;
  if (with_conditions_)
    MAGNETO_RETURN_IF_ERROR(operations::check_condition_parameters(context_, input));
  if (value::item_size(item) > value::kMaxItemBytes) {
    return validation_error(std::string(derive::kItemTooLarge));
  }
  if (with_conditions_) {
    MAGNETO_ASSIGN_OR_RETURN(condition, operations::bind_item_condition(context_, input));
  }
  MAGNETO_RETURN_IF_ERROR(operations::check_item_keys(table_, item));
  return operations::check_scalar_keys(table_, condition.condition);
}

bool PutChunk::add(formats::Record& record, std::uint64_t index) {
  Put put;
  put.record = std::move(record);
  put.index = index;
  put.problem = put.record.problem;
  operations::ItemCondition condition;
  if (put.problem.empty()) {
    const Result<void> judged = judge(put, condition);
    if (!judged.ok()) put.problem = judged.error().message();
  }
  if (put.problem.empty()) {
    const store::ItemRef ref{
        &table_, keys::item_key(context_.arena, table_.space, table_.schema, *put.record.put.item)};
    if (!keys_.insert(ref.key).second) {
      record = std::move(put.record);
      return false;
    }
    refs_.push_back(ref);
    conditions_.push_back(condition);
    written_.push_back(puts_.size());
  }
  bytes_ += put.record.json.size();
  puts_.push_back(std::move(put));
  return true;
}

Result<void> PutChunk::write() { return write(nullptr); }

Result<void> PutChunk::write_with_progress(const store::ProgressNote& progress) {
  return write(&progress);
}

Result<void> PutChunk::write(const store::ProgressNote* progress) {
  const auto decide = [&](std::span<const std::optional<value::ItemView>> old,
                          std::span<store::ItemChange> changes) -> Result<void> {
    for (std::size_t i = 0; i < old.size(); ++i) {
      Put& put = puts_[written_[i]];
      put.condition_failed = !conditions_[i].holds(old[i]);
      put.existing.reset();
      if (put.condition_failed) {
        if (old[i]) put.existing = value::copy_item(context_.arena, *old[i]);
      } else {
        changes[i] = {store::ItemChange::Kind::kPut, *put.record.put.item};
      }
    }
    return {};
  };
  store::Store& store = context_.services.store;
  MAGNETO_ASSIGN_OR_RETURN(
      const auto effects, progress == nullptr
                              ? store.modify(context_.arena, refs_, decide, Blocking::kAllowed)
                              : store.modify_with_progress(context_.arena, refs_, decide, *progress,
                                                           Blocking::kAllowed));
  for (std::size_t i = 0; i < written_.size(); ++i) {
    Put& put = puts_[written_[i]];
    if (!put.condition_failed) put.effect = &effects[i];
  }
  return {};
}

}  // namespace magneto::internal::transfers
