// SPDX-License-Identifier: Apache-2.0
//
// EncodedPuts: puts items that are DynamoDB's JSON already. The text of an item goes from the file
// into the request as it is. Items that a request left, or all of one that failed, are decoded and
// written by write_items(), which waits, tries again, and says which item was refused.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "magneto/table.h"
#include "transfer/work.h"

namespace magneto::internal::transfer {

/// Used by one thread.
class EncodedPuts {
 public:
  /// A client that keeps to a rate, or that tells an observer of each call, has to know what a
  /// request costs before it is sent: it is given items.
  static bool may_be_used(const Client& client);

  /// `shown` names the file in errors. REQUIRES: `work` outlives it.
  EncodedPuts(Table table, std::string shown, Work& work);
  /// Waits for the requests under way, which are counted.
  ~EncodedPuts();

  /// An item that stands in the line `number` of the file. May wait for earlier requests, and fail
  /// with their error.
  Result<void> put(std::string_view item, std::uint64_t number);
  /// Sends the rest, and waits for all.
  Result<void> finish();

 private:
  struct EncodedItem {
    std::string text;
    std::uint64_t line = 0;
  };
  using Batch = std::vector<EncodedItem>;
  struct Sent;

  Result<void> send();
  Result<void> settle_first();
  Result<void> write_decoded(const Batch& batch);
  std::string body() const;

  const Table table_;
  const std::string shown_;
  Work& work_;
  const std::size_t in_flight_;
  Batch next_;
  std::size_t next_bytes_ = 0;
  std::deque<std::shared_ptr<Sent>> under_way_;
};

}  // namespace magneto::internal::transfer
