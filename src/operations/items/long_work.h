// SPDX-License-Identifier: Apache-2.0
//
// What is too much work for an event loop, on which all other requests wait meanwhile.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "expression/expression.h"
#include "operations/core/context.h"
#include "store/snapshot.h"

namespace magneto::internal::operations {

/// Whether so many bytes of items are to be answered, or looked into by conditions, on a thread that
/// may wait: more than a page of a Query has. (Control characters make six bytes of JSON each.)
inline bool is_long_work(const Context& context, std::uint64_t item_bytes) {
  return context.blocking == Blocking::kNever && item_bytes > store::kPageBytes;
}

/// Until when a page may be read on this thread: nothing where it may block.
std::optional<std::chrono::steady_clock::time_point> page_deadline(const Context& context);

/// Adds up what the conditions and updates of one request may have to look at.
class WriteWork {
 public:
  explicit WriteWork(const Context& context) : context_(context) {}

  /// Null: none. Errors: kWouldBlock when it is too much in all.
  Result<void> add(const expression::Condition* condition, const expression::Update* update,
                   const std::optional<value::ItemView>& old_item);

 private:
  const Context& context_;
  std::uint64_t bytes_ = 0;
};

/// The filter of a page. A page of many small items is read until a deadline; but a single item can
/// take longer than all of them.
class PageFilter {
 public:
  /// `condition` is null without a filter; `deadline` is page_deadline()'s.
  PageFilter(const expression::Condition* condition,
             std::optional<std::chrono::steady_clock::time_point> deadline)
      : condition_(condition), deadline_(deadline) {}

  /// Whether the item stays. False, too, from when the page takes too long.
  bool keeps(value::ItemView item);
  /// Errors: kWouldBlock when it took too long: the page is not right.
  Result<void> check() const;

 private:
  bool takes_too_long(value::ItemView item);

  const expression::Condition* condition_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  std::uint64_t bytes_since_look_ = 0;
  bool too_long_ = false;
};

}  // namespace magneto::internal::operations
