// SPDX-License-Identifier: Apache-2.0
//
// PutChunk: some records of an object on their way into a table, written by one modification of the
// store. Each item is judged as PutItem judges it.
//
//   while (...) {
//     if (chunk.full()) write it, and begin another;
//     if (!chunk.add(record, index)) write it, begin another, and add the record to that;
//   }
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/record_reader.h"
#include "operations/items/single_write.h"
#include "store/store.h"

namespace magneto::internal::transfers {

/// A record, and what became of it.
struct Put {
  formats::Record record;
  std::uint64_t index = 0;  ///< In its object, from 0.
  /// Why it is not written; empty when it is, or when its condition failed.
  std::string problem;
  bool condition_failed = false;
  /// The item that is there, when the condition failed. In the chunk's arena.
  std::optional<value::ItemView> existing;
  const derive::WriteEffect* effect = nullptr;  ///< Of what was written.
};

class PutChunk {
 public:
  /// `table` and the context must outlive the chunk. Records are read into context.arena, which the
  /// chunk's owner resets between two chunks.
  PutChunk(operations::Context& context, const catalog::Table& table, bool with_conditions)
      : context_(context), table_(table), with_conditions_(with_conditions) {}

  bool empty() const { return puts_.empty(); }
  bool full() const;

  /// Moves from `record`, valid or not (then it has a problem). False: an item of the same key is in
  /// the chunk already, nothing is done, and the record is as it was.
  bool add(formats::Record& record, std::uint64_t index);

  /// Writes the items that can be written, at once. Errors: the store's.
  Result<void> write();
  /// The same, and notes in the same batch how far the work has come.
  Result<void> write_with_progress(const store::ProgressNote& progress);

  std::span<const Put> puts() const { return puts_; }

 private:
  Result<void> write(const store::ProgressNote* progress);
  Result<void> judge(Put& put, operations::ItemCondition& condition);

  operations::Context& context_;
  const catalog::Table& table_;
  const bool with_conditions_;
  std::vector<Put> puts_;
  std::set<std::string_view> keys_;
  std::vector<store::ItemRef> refs_;  // Of those that are to be written,
  std::vector<std::size_t> written_;  // and which of puts_ they are.
  std::vector<operations::ItemCondition> conditions_;
  std::uint64_t bytes_ = 0;
};

}  // namespace magneto::internal::transfers
